/** Whether what a rule says may still be read where it speaks: direct messages are for people who may use the bot. */
import { checkAccess, type AccessDeps } from './access.ts';
import type { Clock, Log } from './ports.ts';
import type { RuleStore } from './rule-ports.ts';
import type { KeptRule, RulePlace } from './rule.ts';

export interface ToldDeps extends AccessDeps {
  readonly rules: Pick<RuleStore, 'advance'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** False for somebody who may not, whose rules stop, and while Slack cannot say: then the next look asks again. */
export async function mayBeTold(deps: ToldDeps, place: RulePlace, kept: readonly KeptRule[]): Promise<boolean> {
  if (place.kind === 'channel') return true;
  const access = await checkAccess(deps, { userId: place.id });
  if (access.kind === 'allowed') return true;
  if (access.refusal === 'unknown-person') return false;
  const since = deps.clock().toISOString();
  for (const { rule, progress } of kept) {
    if (progress.state.kind !== 'on') continue;
    await deps.rules.advance(rule.id, (now) => ({ ...now, state: { kind: 'undeliverable', since, reason: 'no_access' } }));
    deps.log.warn({ rule: rule.id, refusal: access.refusal }, 'rule stopped: its person may not use the bot any more');
  }
  return false;
}
