/** Sends digests when they are due: what is new since the last one that Slack took, whatever happened in between. */
import { HOUR_MS } from '../audit/dates.ts';
import { slotUpTo } from '../audit/slots.ts';
import { checkAccess, type AccessDeps } from './access.ts';
import { hasUnreadTime, toldUntil, waitsForReading } from './digest-coverage.ts';
import { followDelivery, type FollowDeps } from './follow-delivery.ts';
import { gatherDigest, type Gathered, type GatherDeps } from './gather-digest.ts';
import type { RuleStore } from './rule-ports.ts';
import type { DigestPageScreen, DigestScreen } from './rule-screens.ts';
import type { DigestRule, KeptRule, PendingDigest, RuleProgress } from './rule.ts';

export interface SendDeps extends FollowDeps, GatherDeps, AccessDeps {
  readonly rules: RuleStore;
}

/** Operations listed in a thread, and how many on each of its messages: more would be a flood. */
const [MOST_LISTED, ON_A_PAGE] = [200, 25];
/** Slack takes about one message a second in a channel: https://docs.slack.dev/apis/web-api/rate-limits */
const PAGE_GAP_MS = 1_200;
/** The same outage is no news every hour. */
const SAY_AGAIN_MS = 12 * HOUR_MS;

/** One look at all digests: starts those whose slot has come. A digest that cannot be made holds up no other. */
export async function sendDigests(deps: SendDeps, signal: AbortSignal): Promise<void> {
  for (const { rule, progress } of await deps.rules.all()) {
    if (signal.aborted) return;
    if (rule.kind !== 'digest') continue;
    try {
      await lookAt(deps, rule, progress);
    } catch (error) {
      deps.log.warn({ error, rule: rule.id }, 'digest could not be made; the next look tries again');
    }
  }
}

async function lookAt(deps: SendDeps, rule: DigestRule, progress: RuleProgress): Promise<void> {
  if (progress.pending) return finishPending(deps, rule, { ...progress, pending: progress.pending });
  const slot = slotUpTo(rule.timetable, deps.clock())?.toISOString();
  if (progress.state.kind !== 'on' || slot === undefined || slot <= (progress.lastSlot ?? rule.madeAt)) return;
  if (await waitsForReading(deps, rule, progress)) return;
  await startDigest(deps, rule, slot);
}

/** Sends a digest now, whatever its schedule says and whatever was read, paused or not. `busy`: one is on its way already. */
export async function sendDigestNow(deps: SendDeps, { rule }: { readonly rule: DigestRule }): Promise<'sent' | 'busy' | 'gone'> {
  return startDigest(deps, rule, deps.clock().toISOString(), { asked: true });
}

/** Whoever claims the slot makes the digest; of two workers one does. */
async function startDigest(deps: SendDeps, rule: DigestRule, slot: string, asked: Pick<PendingDigest, 'asked'> = {}): Promise<'sent' | 'busy' | 'gone'> {
  const pending = { key: `digest:${rule.id}:${slot}`, slot, ...asked };
  let isMine = false;
  const claimed = await deps.rules.advance(rule.id, (now) => {
    isMine = now.pending === undefined && (asked.asked === true || slot > (now.lastSlot ?? ''));
    const { waited: _waited, ...rest } = now;
    return isMine ? { ...rest, pending } : now;
  });
  if (!claimed) return 'gone';
  if (!isMine) return 'busy';
  await putDigest(deps, rule, { ...claimed, pending });
  return 'sent';
}

type OnItsWay = RuleProgress & { readonly pending: PendingDigest };

/** Somebody began and may have died: makes the digest if it is not in the outbox, and follows what came of it. */
async function finishPending(deps: SendDeps, rule: DigestRule, progress: OnItsWay): Promise<void> {
  const { key } = progress.pending;
  const found = await deps.outbox.find(key);
  if (!found) return putDigest(deps, rule, progress);
  if (found.state.kind === 'waiting') return;
  await followDelivery(deps, { key, ruleId: rule.id, place: rule.place, onceTaken: found.onceTaken ?? {} }, found.state);
}

async function putDigest(deps: SendDeps, rule: DigestRule, progress: OnItsWay): Promise<void> {
  const now = deps.clock();
  const { key, slot } = progress.pending;
  if (!await mayBeTold(deps, rule, progress)) return;
  const gathered = await gatherDigest(deps, rule, progress);
  const onceTaken = { cursor: gathered.cursor, lastSlot: slot, coveredTo: gathered.to, unfinished: gathered.unfinished, saidUnread: hasUnreadTime(gathered.coverage) };
  if (isSkipped(rule, progress, gathered, now)) {
    await deps.rules.advance(rule.id, ({ pending, ...rest }) => (pending?.key === key ? { ...rest, ...onceTaken } : { ...rest, ...(pending && { pending }) }));
    return;
  }
  const message = await digestScreen(deps, { rule, progress }, gathered);
  const pages = message.inThread === 0 ? [] : pagesOf(rule, gathered);
  await deps.outbox.put({ key, ruleId: rule.id, place: rule.place, message, dueAt: slot, onceTaken }, now, pages.map((page) => ({
    delivery: { key: `${key}:${page.page}`, ruleId: rule.id, place: rule.place, message: page, under: { key, how: 'thread' }, dueAt: slot },
    notBefore: new Date(now.getTime() + (page.page + 1) * PAGE_GAP_MS),
  })));
}

/**
 * `skip empty` keeps quiet where nothing is new, and not where time was not read: that is said, again after half a day
 * in which nothing more was read, and once it is over a digest comes even if nothing is new.
 */
function isSkipped(rule: DigestRule, progress: OnItsWay, { rows, coverage, to }: Gathered, now: Date): boolean {
  if (rows.length > 0 || !rule.skipEmpty || progress.pending.asked) return false;
  if (!hasUnreadTime(coverage)) return progress.saidUnread !== true;
  const isSaid = progress.saidUnread === true && to === toldUntil(rule, progress);
  return isSaid && now.getTime() - Date.parse(progress.lastDelivered ?? '') < SAY_AGAIN_MS;
}

/** A direct message goes only to somebody who may still use the bot; when Slack cannot say, the next look asks again. */
async function mayBeTold(deps: SendDeps, rule: DigestRule, { pending }: OnItsWay): Promise<boolean> {
  if (rule.place.kind === 'channel') return true;
  const access = await checkAccess(deps, { userId: rule.place.id });
  if (access.kind === 'allowed') return true;
  if (access.refusal === 'unknown-person') return false;
  const { key, slot } = pending;
  await followDelivery(deps, { key, ruleId: rule.id, place: rule.place, onceTaken: { lastSlot: slot } }, { kind: 'refused', at: deps.clock().toISOString(), reason: 'no_access' });
  return false;
}

async function digestScreen(deps: SendDeps, { rule, progress }: KeptRule & { readonly rule: DigestRule }, { to, coverage, digest, rows, resultId, muted, closing }: Gathered): Promise<DigestScreen> {
  const seal = (await deps.seals.chain()).at(-1);
  const isTold = digest.lookAt.reduce((sum, { count }) => sum + count, 0) === rows.length && digest.lookAt.every(({ count }) => count === 1);
  return {
    kind: 'digest', name: rule.name, zone: rule.zone, filter: rule.filter, command: rule.command,
    ...(rule.makerName !== undefined && { makerName: rule.makerName }),
    from: toldUntil(rule, progress), to, digest, coverage,
    ...(muted > 0 && { muted }),
    ...(closing && { closing }),
    ...(resultId !== undefined && { resultId }),
    ...(seal && { seal: { day: seal.day, link: seal.link } }),
    inThread: isTold ? 0 : Math.min(rows.length, MOST_LISTED),
    ...(progress.unconfirmed && { repeatsUnconfirmed: true }),
  };
}

function pagesOf(rule: DigestRule, { rows }: Gathered): readonly DigestPageScreen[] {
  const pageCount = Math.ceil(Math.min(rows.length, MOST_LISTED) / ON_A_PAGE);
  return Array.from({ length: pageCount }, (_, page) => ({
    kind: 'digest-page', zone: rule.zone, page, pageCount,
    rows: rows.slice(page * ON_A_PAGE, Math.min(MOST_LISTED, (page + 1) * ON_A_PAGE)),
    first: page * ON_A_PAGE + 1, total: rows.length,
    left: page + 1 === pageCount ? Math.max(0, rows.length - MOST_LISTED) : 0,
  }));
}
