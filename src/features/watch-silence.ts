/** Tells the operators once when the log was not read for too long, and once when it is read again. */
import { HOUR_MS, MINUTE_MS } from '../audit/dates.ts';
import type { CopyStore, Lease } from './copy-ports.ts';
import type { Clock, Log } from './ports.ts';

/** What the operators were told last; `since` is the last good reading before, ISO in UTC. */
export interface ToldSilence {
  readonly since: string;
}

/** Kept over restarts, for all workers. */
export interface SilenceStore {
  /** When watching began; the first call decides. */
  watchedSince(now: Date): Promise<Date>;
  told(): Promise<ToldSilence | undefined>;
  tell(told: ToldSilence): Promise<void>;
  clear(): Promise<void>;
}

/** Brings a sentence to whoever runs the bot; throws a Problem when nobody could be reached. */
export interface OpsPosts {
  post(text: string): Promise<void>;
}

export interface SilenceDeps {
  readonly copy: Pick<CopyStore, 'ledger'>;
  readonly silence: SilenceStore;
  readonly posts: OpsPosts;
  readonly lease: Lease;
  /** How often the log is read, in milliseconds. */
  readonly everyMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Without a good reading for this long somebody is told. */
export const SILENCE_MS = 30 * MINUTE_MS;

/**
 * Looks once. What was told is noted after Slack took it: after a crash in between it is told a second time, never not
 * at all. Throws a Problem when Redis cannot be reached or Slack does not take the post; the next look tries again.
 */
export async function watchSilence(deps: SilenceDeps): Promise<void> {
  await deps.lease.hold('silence', async () => {
    const now = deps.clock();
    const [lastRead, told] = [await lastReading(deps, now), await deps.silence.told()];
    const isSilent = now.getTime() - lastRead.getTime() >= silenceAfter(deps.everyMs);
    if (isSilent && !told) {
      deps.log.error({ lastRead: lastRead.toISOString() }, 'Partner Center was not read for too long');
      await deps.posts.post(alarmText(lastRead, now));
      await deps.silence.tell({ since: lastRead.toISOString() });
    }
    if (!isSilent && told) {
      deps.log.info({ since: told.since }, 'Partner Center is read again');
      await deps.posts.post(recoveryText(new Date(told.since), lastRead));
      await deps.silence.clear();
    }
  });
}

/** Reading less often than that is no silence. */
function silenceAfter(everyMs: number): number {
  return Math.max(SILENCE_MS, 2 * everyMs);
}

async function lastReading({ copy, silence }: SilenceDeps, now: Date): Promise<Date> {
  const newest = (await copy.ledger()).reduce((latest, { readAt }) => (readAt > latest ? readAt : latest), '');
  return newest === '' ? silence.watchedSince(now) : new Date(newest);
}

function alarmText(lastRead: Date, now: Date): string {
  return `Partner Center's audit log was not read for ${inWords(now.getTime() - lastRead.getTime())} (since ${utc(lastRead)}). `
    + 'Until it is read again, nobody is told of new operations. The doctor (npm run doctor) says what is wrong. Up to 89 days are caught up afterwards.';
}

function recoveryText(since: Date, lastRead: Date): string {
  return `Partner Center's audit log is read again since ${utc(lastRead)}, after ${inWords(lastRead.getTime() - since.getTime())} without. `
    + 'What happened in between is being caught up; what is over 48 hours old is marked as found late.';
}

function inWords(ms: number): string {
  const [hours, minutes] = [Math.floor(ms / HOUR_MS), Math.floor((ms % HOUR_MS) / MINUTE_MS)];
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes} min`;
}

function utc(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
