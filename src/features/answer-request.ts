/** What is asked for besides a search: one file for each verb, found here. */
import type { Request } from '../command/command.ts';
import { askAgain, explainAgain, showHistory } from './ask-again.ts';
import { exportSearch } from './ask-export.ts';
import { cancelSearch, type CancelDeps } from './cancel-search.ts';
import { changeNamed, digestNow, type ChangeDeps } from './change-rule.ts';
import { askComparison } from './compare-search.ts';
import { explainSearch } from './explain-search.ts';
import { askRecord } from './find-record.ts';
import { listCommitments, type CommitmentDeps } from './list-commitments.ts';
import { listOfWord, listRules } from './list-rules.ts';
import { makeDigest, type MakeDeps } from './make-digest.ts';
import { offerAlert, showAlerts, testAlert, type AlertDeps } from './make-alert.ts';
import { offerMute, unmute, type MuteDeps } from './mute.ts';
import type { Person } from './people-ports.ts';
import type { Asking, QueueDeps } from './queue-job.ts';
import type { KeepOrderDeps } from './remind-commitments.ts';
import { runSaved } from './run-saved.ts';
import type { PlanDeps } from './run-search.ts';
import { saveSearch, showSaved, unsaveSearch, type SavedDeps } from './save-search.ts';
import { showVersion, showWhoAmI, type AboutDeps } from './show-about.ts';
import { showStatus, type StatusDeps } from './show-status.ts';
import { showOperations, showResources } from './show-vocabulary.ts';
import type { Screen } from './screens.ts';

export type RequestDeps = QueueDeps & CancelDeps & SavedDeps & AboutDeps & StatusDeps & PlanDeps & { readonly watching: WatchingDeps };

/** What rules need, whatever they are. */
export type WatchingDeps = MakeDeps & ChangeDeps & AlertDeps & MuteDeps & CommitmentDeps & KeepOrderDeps;

/** Somebody who may ask, and what for. */
export interface Requesting extends Asking {
  readonly person: Person;
}

interface RequestCommand {
  readonly verb: string;
  readonly request: Request;
}

/** Answers a request, or says politely that its verb is not built yet. */
export async function answerRequest(deps: RequestDeps, asking: Requesting, { verb, request }: RequestCommand): Promise<Screen> {
  switch (request.verb) {
    case 'export': return exportSearch(deps, asking, request.format ?? 'csv', request);
    case 'cancel': return cancelSearch(deps, asking.place.userId, request.word);
    case 'explain': return explainSearch(deps, asking.zone, request);
    case 'explain-again': return explainAgain(deps, asking, request.time);
    case 'compare': return askComparison(deps, asking, request);
    case 'again': return askAgain(deps, asking, request.time);
    case 'history': return showHistory(deps, asking, request.time);
    case 'save': return saveSearch(deps, asking.place.userId, request);
    case 'run': return runSaved(deps, asking, request);
    case 'saved': return showSaved(deps, asking.place.userId);
    case 'unsave': return unsaveSearch(deps, asking.place.userId, request.name);
    case 'record': return askRecord(deps, asking, request.id);
    case 'operations': return showOperations(request.word);
    case 'resources': return showResources();
    case 'status': return showStatus(deps, asking);
    case 'digest': return makeDigest(deps.watching, asking, request);
    case 'digest-now': return digestNow(deps.watching, asking, request.name);
    case 'rules': return listRules(deps.watching, asking, listOfWord(request.word));
    case 'pause': case 'resume': case 'remove': return changeNamed(deps.watching, asking, { verb: request.verb, name: request.name });
    case 'alert': return offerAlert(deps.watching, asking, { ...request, verb: request.verb });
    case 'alerts': return showAlerts(deps.watching, asking, request.word);
    case 'test': return testAlert(deps.watching, asking, request.name);
    case 'mute': return offerMute(deps.watching, asking, { ...request, verb: request.verb });
    case 'unmute': return unmute(deps.watching, asking, request.name);
    case 'commitments': return listCommitments(deps.watching, asking, { ...request, verb: request.verb });
    case 'whoami': return showWhoAmI(deps, asking);
    case 'version': return showVersion(deps);
    default: return { kind: 'later', verb };
  }
}
