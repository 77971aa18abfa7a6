/** What happens to the text after /audit: access, parsing, and a search put into the queue before it is acknowledged. */
import { parseCommand } from '../command/parse.ts';
import { printSearch } from '../command/print.ts';
import type { Command } from '../command/command.ts';
import { checkAccess, type AccessPolicy } from './access.ts';
import type { SearchJob } from './jobs.ts';
import type { AnswerPlace, Clock, Log, People, SearchQueue } from './ports.ts';
import { Problem } from './problem.ts';
import type { Screen } from './screens.ts';
import { unshownShape } from './unshown-shape.ts';

export interface CommandDeps {
  readonly people: People;
  readonly policy: AccessPolicy;
  readonly queue: SearchQueue;
  readonly clock: Clock;
  readonly log: Log;
  readonly defaultZone: string;
  /** A fresh GUID: names the conversation with Partner Center. */
  readonly newCorrelationId: () => string;
}

/** A command as it came in. Its id is equal for two deliveries of the same command. */
export interface IncomingCommand {
  readonly id: string;
  readonly text: string;
  readonly place: AnswerPlace;
}

/**
 * Answers a command with what can be said at once. A search is queued durably first; when that fails the answer says
 * so, and nothing runs. Days are meant in the person's own Slack zone.
 */
export async function handleCommand(deps: CommandDeps, incoming: IncomingCommand): Promise<Screen> {
  const access = await checkAccess(deps, incoming.place);
  if (access.kind === 'refused') {
    deps.log.info({ user: incoming.place.userId, refusal: access.refusal }, 'command refused');
    return { kind: 'refused', refusal: access.refusal, userId: incoming.place.userId };
  }
  const zone = access.person.zone ?? deps.defaultZone;
  const command = parseCommand(incoming.text, { now: deps.clock(), zone });
  if (command.kind !== 'search') return command;
  const mistake = unshownShape(command.search);
  return mistake ? { kind: 'mistake', mistake } : queueSearch(deps, incoming, command, command.search.zone ?? zone);
}

type SearchCommand = Extract<Command, { kind: 'search' }>;

async function queueSearch(deps: CommandDeps, incoming: IncomingCommand, command: SearchCommand, zone: string): Promise<Screen> {
  const job: SearchJob = {
    version: 2,
    command: printSearch(command.search),
    zone,
    filter: command.search.filter,
    from: command.range.from.toISOString(),
    to: command.range.to.toISOString(),
    clamped: command.clamped,
    correlationId: deps.newCorrelationId(),
    answerTo: incoming.place,
  };
  try {
    await deps.queue.add(incoming.id, job);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    deps.log.warn({ kind: error.kind, correlationId: job.correlationId }, 'search could not be queued');
    return { kind: 'problem', whatHappened: error.whatHappened, whatToDo: error.whatToDo, command: job.command };
  }
  deps.log.info({ correlationId: job.correlationId, user: incoming.place.userId }, 'search queued');
  return { kind: 'understood', search: command.search, range: command.range, clamped: command.clamped, zone };
}
