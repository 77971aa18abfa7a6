/** The jump to the next digest: the night before it passes, something happens in it, and the digest is due. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { slotAfter } from '../../src/audit/slots.ts';
import { createRules } from '../../src/store/rules.ts';
import type { Bot } from '../bot.ts';
import { suspiciousNow } from '../partner-center/story/scene-now.ts';
import type { WireRecord } from '../partner-center/wire.ts';
import type { Clock } from './clock.ts';

export interface JumpDeps {
  readonly clock: Clock;
  /** Where the bot keeps its rules. */
  readonly redisUrl: string;
  readonly prefix: string;
  readonly addRecords: (records: readonly WireRecord[]) => void;
  /** Starts the bot anew, by the clock as it stands then. */
  readonly restart: () => Promise<Bot>;
}

/** The bot looks for due digests every minute: one such look passes before the slot, so that the next is overdue at it. */
const BEFORE_MS = 70_000;
const AFTER_MS = 1_000;
const READ_MS = 60_000;
const LOOK_MS = 100;

/** By the bot's own reckoning; undefined where no digest is set up, or all are paused. */
async function nextSlot({ redisUrl, prefix, clock }: JumpDeps): Promise<number | undefined> {
  const redis = new Redis(redisUrl);
  try {
    const now = new Date(clock.now());
    const slots = (await createRules({ redis, prefix }).all()).flatMap(({ rule, progress }) =>
      (rule.kind === 'digest' && progress.state.kind === 'on' ? [slotAfter(rule.timetable, now).getTime()] : []));
    return slots.length === 0 ? undefined : Math.min(...slots);
  } finally {
    redis.disconnect();
  }
}

async function hasRead({ lines }: Bot): Promise<boolean> {
  for (const end = performance.now() + READ_MS; performance.now() < end; await sleep(LOOK_MS)) {
    if (lines.some(({ msg }) => msg === 'new operations read')) return true;
  }
  return false;
}

/** Gives what has been done, in words; nothing is moved where there is no digest to wait for. */
export async function jumpToNextDigest(deps: JumpDeps): Promise<string> {
  const { clock, addRecords, restart } = deps;
  const slot = await nextSlot(deps);
  if (slot === undefined) return 'No digest is set up. Type this first: /audit digest daily at 08:30 in #csp-ops';
  clock.moveTo(slot - BEFORE_MS);
  const records = suspiciousNow(new Date(clock.now()));
  addRecords(records);
  const isRead = await hasRead(await restart());
  clock.moveTo(slot + AFTER_MS);
  await restart();
  const news = `${records.length} operations happened in the minute before.`;
  return `The clock was moved to ${momentOf(slot)}. ${news} ${isRead ? 'The digest comes within seconds.' : 'The bot has not read them yet: they may come with the digest after the next.'}`;
}

/** As the page says it, in UTC: people here live in three zones. */
export const momentOf = (at: number): string => `${new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit',
}).format(at)} UTC`;
