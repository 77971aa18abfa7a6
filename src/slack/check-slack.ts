/** Whether Slack takes the bot token, what the token may do, and whether our clocks agree. */
import type { WebClientOptions } from '@slack/web-api';
import { clockAheadMs, clockFinding, findingOf, waiting, type Finding } from '../features/diagnosis.ts';
import type { Clock, Log } from '../features/ports.ts';
import { Problem } from '../features/problem.ts';
import { errorFacts } from './error-facts.ts';
import { SCOPES, type Scope } from './scopes.ts';
import { createWebClient } from './web-client.ts';
import { readWorkspace, type Workspace } from './workspace.ts';

export interface SlackCheckDeps {
  /** Reveals the bot token. */
  readonly botToken: () => string;
  readonly apiUrl: string;
  /** Whether an access list names a user group: the bot does not start then without the scope for it. */
  readonly namesGroup: boolean;
  readonly clock: Clock;
  readonly log: Log;
}

const REINSTALL = 'under OAuth & Permissions of the Slack app, and reinstall it';

/** Asks Slack once who the token belongs to. Never throws for what Slack answers. */
export async function checkSlack(deps: SlackCheckDeps): Promise<readonly Finding[]> {
  const watch = watchDate(deps.clock);
  const client = createWebClient({ ...deps, fetch: watch.fetch });
  const clock = (): Finding => clockFinding('Slack clock', watch.aheadMs(), 'Slack');
  const started = performance.now();
  try {
    const workspace = await readWorkspace(client);
    const ms = Math.round(performance.now() - started);
    return [
      { name: 'Slack', status: 'ok', says: `the bot token belongs to ${workspace.name} (${workspace.url}); answered in ${ms} ms` },
      ...judgeScopes(workspace, deps),
      clock(),
    ];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [tokenFinding(error), waiting('Slack scopes', 'waits for a bot token that Slack accepts'), clock()];
  }
}

/** The words of a Problem are for people in Slack; whoever runs the doctor can do more than try again. */
function tokenFinding(problem: Problem): Finding {
  const finding = findingOf('Slack', problem);
  if (problem.kind === 'throttled') return { ...finding, cure: 'Run the doctor again in a minute.' };
  if (problem.kind !== 'unavailable') return finding;
  const { code, status } = errorFacts(problem.cause);
  const detail = [code, typeof status === 'number' ? `HTTP ${status}` : undefined].find((fact) => typeof fact === 'string');
  return {
    ...finding,
    says: `Slack gave no answer${detail === undefined ? '' : ` (${detail})`}.`,
    cure: 'Check SLACK_API_URL and whether this machine may reach it (HTTPS, proxy); with a 5xx try again later.',
  };
}

/** One line for what is needed, and one each for what is missing by choice or granted for nothing. */
function judgeScopes({ scopes }: Workspace, { namesGroup }: Pick<SlackCheckDeps, 'namesGroup'>): readonly Finding[] {
  const name = 'Slack scopes';
  if (scopes.length === 0) {
    return [{ name, status: 'warn', says: 'Slack did not say what the token may do', cure: 'Check SLACK_API_URL and which proxy stands in between.' }];
  }
  const isMissing = ({ scope }: Scope): boolean => !scopes.includes(scope);
  const isNeeded = ({ scope, need }: Scope): boolean => need === 'required' || (namesGroup && scope === 'usergroups:read');
  const needed = SCOPES.filter((scope) => isMissing(scope) && isNeeded(scope));
  const declined = SCOPES.filter((scope) => isMissing(scope) && !isNeeded(scope));
  const extra = scopes.filter((granted) => !SCOPES.some(({ scope }) => scope === granted));
  return [
    needed.length === 0
      ? { name, status: 'ok', says: `all ${SCOPES.length - declined.length} that are needed are granted` }
      : { name, status: 'fail', says: `missing: ${purposes(needed)}`, cure: `Add ${names(needed.map(({ scope }) => scope))} ${REINSTALL}.` },
    ...(declined.length > 0 ? [{ name, status: 'ok' as const, says: `not granted, which is a choice; without them these do not work: ${purposes(declined)}` }] : []),
    ...(extra.length > 0 ? [{
      name, status: 'warn' as const,
      says: `more than the manifest asks for: ${names(extra)}`, cure: `Take ${extra.length === 1 ? 'it' : 'them'} out ${REINSTALL}.`,
    }] : []),
  ];
}

function purposes(scopes: readonly Scope[]): string {
  return scopes.map(({ scope, purpose }) => `${scope} (${purpose})`).join(', ');
}

function names(scopes: readonly string[]): string {
  return scopes.join(', ');
}

interface DateWatch {
  readonly fetch: NonNullable<WebClientOptions['fetch']>;
  aheadMs(): number | undefined;
}

/** The SDK keeps no header but those of scopes, so the clock is read off on the way. */
function watchDate(clock: Clock): DateWatch {
  let aheadMs: number | undefined;
  return {
    async fetch(url, init) {
      const answer = await fetch(url, init);
      aheadMs = clockAheadMs(answer.headers.get('date'), clock());
      return answer;
    },
    aheadMs: () => aheadMs,
  };
}
