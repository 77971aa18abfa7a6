/** What is asked for besides a search, as far as it needs no person: the terminal knows nobody. */
import { randomUUID } from 'node:crypto';
import type { Request } from '../src/command/command.ts';
import { VERBS } from '../src/command/usage.ts';
import { compareSpans, spanNotHeld } from '../src/features/compare-search.ts';
import { explainSearch } from '../src/features/explain-search.ts';
import { lookUpRecord } from '../src/features/find-record.ts';
import type { RecordLookup } from '../src/features/ports.ts';
import { questionOf } from '../src/features/queue-job.ts';
import type { ReadingDeps } from '../src/features/run-search.ts';
import type { Screen } from '../src/features/screens.ts';
import { showOperations, showResources } from '../src/features/show-vocabulary.ts';

export interface TryDeps extends ReadingDeps {
  readonly lookup: RecordLookup;
}

/** The screen that Slack would show, or why only Slack can. Throws a Problem when Partner Center could not be read. */
export async function screenOfRequest(deps: TryDeps, request: Request, zone: string, signal: AbortSignal): Promise<Screen> {
  switch (request.verb) {
    case 'explain': return explainSearch(deps, zone, request);
    case 'compare': return spanNotHeld(deps.clock(), request, zone) ?? compareSpans(deps, { ...questionOf(request, zone), correlationId: randomUUID() }, signal);
    case 'record': return lookUpRecord(deps, { id: request.id, zone, correlationId: randomUUID() }, signal);
    case 'operations': return showOperations(request.word);
    case 'resources': return showResources();
    default: return VERBS.some(({ word, built }) => built && word === request.verb)
      ? { kind: 'notice', text: `${request.verb} belongs to a person in Slack; here there is none. Searches, explain, compare, record, operations and resources work here too.` }
      : { kind: 'later', verb: request.verb };
  }
}
