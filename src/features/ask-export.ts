/** `Export CSV` and `export …`: queued like a search, since a file may take a while. */
import type { ExportFormat } from '../audit/export-format.ts';
import type { ResolvedSearch } from '../command/command.ts';
import { printRequest } from '../command/print-request.ts';
import { admit, type AdmitDeps } from './access.ts';
import type { AnswerPlace, ResultStore } from './answer-ports.ts';
import type { Once } from './ports.ts';
import { jobIdOf, noteAsked, questionOf, queueJob, type Asking, type QueueDeps } from './queue-job.ts';
import type { Screen } from './screens.ts';
import { expired } from './show-page.ts';

/** Queues the export of a search that is still to be read. */
export async function exportSearch(deps: QueueDeps, asking: Asking, format: ExportFormat, resolved: ResolvedSearch): Promise<Screen> {
  const question = questionOf(resolved, asking.zone);
  const by = resolved.search.shape?.by;
  const exporting: Screen = { kind: 'exporting', format, of: 'search', jobId: jobIdOf(asking), ...(by && { by }) };
  const screen = await queueJob(deps, asking, { kind: 'export', format, command: question.command, zone: question.zone, of: question }, exporting);
  // `… as csv` says the file itself.
  const command = resolved.search.shape?.as === format ? question.command : printRequest({ verb: 'export', format, ...resolved });
  if (screen.kind !== 'problem') await noteAsked(deps, asking, { command, zone: question.zone, verb: 'export' });
  return screen;
}

/** Two presses within this time bring one file. */
const ONCE_FOR_MS = 60_000;

export interface ExportKeptDeps extends QueueDeps, AdmitDeps {
  readonly results: ResultStore;
  readonly once: Once;
}

/** Queues the export of a kept answer, whole, not only its page; once, however often it is pressed within a minute. */
export async function exportKept(deps: ExportKeptDeps, asked: { readonly id: string; readonly place: AnswerPlace }, resultId: string): Promise<Screen> {
  const asker = await admit(deps, asked.place);
  if (asker.kind === 'refused') return asker;
  const facts = await deps.results.facts(resultId);
  if (!facts) return expired(deps.results, resultId);
  if (facts.listed === 0) return { kind: 'notice', text: 'This answer holds no record, so there is nothing to put into a file.' };
  const { command, zone } = facts;
  const key = `export:${asked.place.userId}:${resultId}`;
  if (!await deps.once.take(key, ONCE_FOR_MS)) return ASKED_ALREADY;
  const asking = { ...asked, zone };
  const screen = await queueJob(deps, asking, { kind: 'export', format: 'csv', command, zone, of: { resultId } }, { kind: 'exporting', format: 'csv', of: 'answer', jobId: jobIdOf(asking) });
  if (screen.kind === 'problem') await deps.once.giveBack(key);
  else await noteAsked(deps, asking, { command: command === 'search' ? 'export csv' : `export csv ${command}`, zone, verb: 'export' });
  return screen;
}

const ASKED_ALREADY: Screen = {
  kind: 'notice', text: 'This file was asked for within the last minute: unless you stopped it, it is on its way to your direct messages. If it does not come, press again in a minute.',
};
