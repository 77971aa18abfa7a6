/** Who reads along where a rule speaks, looked at again before each post: a channel may be shared, or get guests, later. */
import { MINUTE_MS } from '../audit/dates.ts';
import type { Audience, Audiences } from './people-ports.ts';
import type { Clock } from './ports.ts';
import type { Delivery, RuleStore } from './rule-ports.ts';
import { isSamePlace } from './rule-place.ts';
import type { AcceptedReaders, Rule, RulePlace, RuleProgress } from './rule.ts';

/** Why a post is held back although Slack would take it, as it stands with the rule. */
export type HeldReason = 'shared_externally' | 'guests_joined';

/** Says of a delivery why it must not be posted; undefined where it may. */
export type Objection = (delivery: Pick<Delivery, 'place' | 'ruleId'>) => Promise<HeldReason | undefined>;

export interface ReadersDeps {
  readonly audiences: Audiences;
  readonly rules: Pick<RuleStore, 'find' | 'advance'>;
  readonly clock: Clock;
}

/** Slack is asked once in this time for each channel. */
const LOOKED_MS = 5 * MINUTE_MS;

/**
 * A channel that is shared with another organisation gets nothing. One that has guests gets posts only of rules whose
 * maker knew of guests, or knew that nobody can see them. What Slack does not say holds nothing back, and is no consent.
 */
export function createObjection({ audiences, rules, clock }: ReadersDeps): Objection {
  const looks = new Map<string, { readonly untilMs: number; readonly audience: Promise<Audience> }>();
  const audienceOf = (channel: string): Promise<Audience> => {
    const now = clock().getTime();
    const held = looks.get(channel);
    if (held && now < held.untilMs && held.untilMs <= now + LOOKED_MS) return held.audience;
    const audience = audiences.of(channel);
    looks.set(channel, { untilMs: now + LOOKED_MS, audience });
    return audience;
  };
  return async ({ place, ruleId }) => {
    if (place.kind === 'person') return undefined;
    const audience = await audienceOf(place.id);
    if (audience === 'outsiders') return 'shared_externally';
    const kept = await rules.find(ruleId);
    const accepted = kept?.progress.readers;
    if (accepted?.place !== place.id) {
      if (kept && isSamePlace(kept.rule.place, place) && isSeen(audience)) await rules.advance(ruleId, (now) => ({ ...now, readers: acceptedOf(place, audience) }));
      return undefined;
    }
    return audience === 'guests' && accepted.audience === 'members' ? 'guests_joined' : undefined;
  };
}

/** Who reads along when somebody resumes a rule, to be kept with it; nothing for direct messages. */
export async function readersNow({ audiences }: Pick<ReadersDeps, 'audiences'>, place: RulePlace): Promise<{ readonly readers?: AcceptedReaders; readonly audience: Audience }> {
  if (place.kind === 'person') return { audience: 'direct' };
  const audience = await audiences.of(place.id);
  return { audience, readers: acceptedOf(place, audience) };
}

/** Who reads along as somebody who made or changed a rule was told it. Mutes post nothing, and direct messages have one reader. */
export function acceptedIn({ kind, place }: Pick<Rule, 'kind' | 'place'>, { audience }: { readonly audience?: 'guests' | 'unknown' }): Pick<RuleProgress, 'readers'> {
  return place.kind === 'channel' && kind !== 'mute' ? { readers: { place: place.id, audience: audience ?? 'members' } } : {};
}

function acceptedOf({ id }: RulePlace, audience: Audience): AcceptedReaders {
  return { place: id, audience: isSeen(audience) ? audience : 'unknown' };
}

function isSeen(audience: Audience): audience is 'members' | 'guests' {
  return audience === 'members' || audience === 'guests';
}
