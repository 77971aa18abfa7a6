/** What happens to the text after /audit: access, parsing, then an answer at once or a job in the queue. */
import type { Instant } from '../audit/instant.ts';
import { daysOfTheLog } from '../audit/query.ts';
import { parseCommand } from '../command/parse.ts';
import type { ParseContext } from '../command/command.ts';
import { admit, type AdmitDeps, type Admitted } from './access.ts';
import { answerRequest, type RequestDeps } from './answer-request.ts';
import { askSearch } from './ask-search.ts';
import { firstRun } from './first-run.ts';
import type { AnswerPlace } from './answer-ports.ts';
import type { Person } from './people-ports.ts';
import type { Directory } from './ports.ts';
import { namesIn } from './known-names.ts';
import { nameCustomers } from './name-customers.ts';
import { reachOf } from './read-copy.ts';
import { withFaultlessRepairs } from './rule-faults.ts';
import type { Screen } from './screens.ts';
import { showHelp } from './show-help.ts';

export interface CommandDeps extends AdmitDeps, RequestDeps {
  readonly directory: Pick<Directory, 'everybody' | 'knowsDays' | 'customersNamed'>;
}

/** A command as it came in. Its id is equal for two deliveries of the same command. */
export interface IncomingCommand {
  readonly id: string;
  readonly text: string;
  readonly place: AnswerPlace;
  /** The text stood behind a button or equals a form: it was not typed. */
  readonly kept?: true;
}

/**
 * Answers a command with what can be said at once. A search is queued durably first; when that fails the answer says
 * so, and nothing runs. Days are meant in the person's own Slack zone.
 */
export async function handleCommand(deps: CommandDeps, { id, text, place, kept }: IncomingCommand): Promise<Screen> {
  const asker = await admit(deps, place);
  if (asker.kind === 'refused') {
    deps.log.info({ user: place.userId, refusal: asker.refusal }, 'command refused');
    return asker;
  }
  const { person, zone } = asker;
  const context = await readingContext(deps, text, asker);
  const command = parseCommand(text, { ...context, ...(kept && { kept }) });
  switch (command.kind) {
    case 'search': return nameCustomers(deps, await askSearch(deps, { id, place, zone }, command));
    case 'request': return nameCustomers(deps, await answerRequest(deps, { id, place, zone, person }, command));
    case 'help': {
      const first = command.topic === undefined ? await firstRun(deps, place.userId) : undefined;
      const newest = await newestRecord(deps);
      return { ...showHelp(command.topic, context.known?.customers ?? []), ...(first && { firstRun: { ...first, zone } }), ...(newest && { newest: { record: newest, zone } }) };
    }
    case 'mistake': return { ...command, mistake: withFaultlessRepairs(command.mistake, context) };
  }
}

/** What somebody's text is read with: their zone, the names that are known, how far back one can ask. */
export async function readingContext(deps: CommandDeps, text: string, { person, zone }: Pick<Admitted, 'person' | 'zone'>): Promise<ParseContext> {
  const [known, reach, signIns] = await Promise.all([knownNames(deps), reachOf(deps), signInsIn(deps, text, person)]);
  return { now: deps.clock(), zone, signIns, ...known, ...reach };
}

/** Help is given without it where it cannot be had. */
async function newestRecord({ freshness, log }: CommandDeps): Promise<Instant | undefined> {
  const latest = await freshness.recall().catch(() => log.warn({}, 'freshness could not be read'));
  return latest?.newestRecord;
}

/** People mentioned in one command; Slack is asked about no more of them. */
const MOST_MENTIONED = 10;

/** The sign-in names of the asker and of the people mentioned, as far as Slack tells them. */
async function signInsIn({ people }: CommandDeps, text: string, asker: Person): Promise<ReadonlyMap<string, string>> {
  const mentioned = new Set([...text.matchAll(/<@([UW][A-Z0-9]+)/g)].map(([, id = '']) => id).slice(0, MOST_MENTIONED));
  const found = await Promise.all([...mentioned].map((id) => people.find(id)));
  const named = found.flatMap((person) => (person?.email === undefined ? [] : [[person.id, person.email] as const]));
  return new Map([...named, ...(asker.email === undefined ? [] : [['me', asker.email] as const])]);
}

/** Customers and people by name, where they can be had: without them a command is read as if none were known. */
async function knownNames({ directory, clock, log }: CommandDeps): Promise<Pick<ParseContext, 'known'>> {
  try {
    const { customers, people } = await directory.everybody();
    return { known: { customers: namesIn(customers), people, complete: await directory.knowsDays([daysOfTheLog(clock())]) } };
  } catch {
    log.warn({}, 'known customers could not be read');
    return {};
  }
}
