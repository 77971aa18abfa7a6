/** What the doctor says of the local copy: how much it holds, where it has gaps, and whether somebody altered it. */
import { readableDays } from '../audit/calendar.ts';
import { MINUTE_MS, readableDay, zonedTime } from '../audit/dates.ts';
import { brokenAt, dayChecksum, latestLinks, type SealLink } from '../audit/seal.ts';
import type { CopyStore, DayFacts, SealStore } from './copy-ports.ts';
import { copyStatus, type CopyStatus } from './copy-status.ts';
import { waiting, type Finding } from './diagnosis.ts';
import type { Clock } from './ports.ts';
import { SILENCE_MS } from './watch-silence.ts';

export interface CopyCheckDeps {
  readonly copy: CopyStore;
  readonly seals: SealStore;
  readonly retentionDays: number;
  /** How often the log is read, in milliseconds. */
  readonly everyMs: number;
  readonly clock: Clock;
  /** How long the checksums may take; days that are left over are counted. */
  readonly limitMs: number;
  /** Waits until a worker that stands between two writes is done with them. */
  readonly pause: () => Promise<void>;
}

const MOST_DAYS = 5;

/** Reads only. Throws a Problem when Redis cannot be reached. */
export async function checkCopy(deps: CopyCheckDeps): Promise<readonly Finding[]> {
  const ledger = await deps.copy.ledger();
  const chain = await deps.seals.chain();
  if (ledger.length === 0 && chain.length === 0) return [{ name: 'Copy', status: 'ok', says: 'nothing is copied yet: a worker begins as soon as it runs' }];
  const status = copyStatus(ledger, { now: deps.clock(), retentionDays: deps.retentionDays, everyMs: deps.everyMs });
  return [amountFinding(status), readingFinding(deps, status), gapsFinding(status), await sealFinding(deps, ledger, chain)];
}

function amountFinding({ days, records, bytes, fill }: CopyStatus): Finding {
  const says = `${records} records of ${days} days in ${bytes} bytes`;
  return { name: 'Copy', status: 'ok', says: fill.held < fill.of ? `${says}; the first fill has ${fill.held} of ${fill.of} days` : says };
}

function readingFinding({ clock, everyMs }: CopyCheckDeps, { readAt }: CopyStatus): Finding {
  const name = 'Copy reading';
  if (readAt === undefined) return waiting(name, 'nothing was read yet');
  const minutes = Math.floor((clock().getTime() - Date.parse(readAt)) / MINUTE_MS);
  const says = `Partner Center was last read ${minutes} min ago (${zonedTime('UTC', new Date(readAt))})`;
  if (minutes * MINUTE_MS < Math.max(SILENCE_MS, 2 * everyMs)) return { name, status: 'ok', says };
  return { name, status: 'warn', says, cure: 'Start a worker (ROLE=worker or all), or look at the lines on Entra and Partner Center.' };
}

function gapsFinding({ gaps, lost }: CopyStatus): Finding {
  const name = 'Copy gaps';
  const told = [
    ...(gaps.length > 0 ? [`still to be read: ${gaps.map(readableDays).join(', ')}`] : []),
    ...(lost.length > 0 ? [`lost, because Microsoft no longer has them: ${lost.map(readableDays).join(', ')}`] : []),
  ];
  if (told.length === 0) return { name, status: 'ok', says: 'none' };
  return { name, status: 'warn', says: told.join('; '), cure: lost.length > 0 ? 'Nothing brings lost days back; answers over them say so.' : 'Keep a worker running: they are read within minutes.' };
}

const SEAL_CURE = 'Somebody or something wrote into this Redis beside the bot. Compare with a backup, and with chain heads posted earlier.';

async function sealFinding(deps: CopyCheckDeps, ledger: readonly DayFacts[], chain: readonly SealLink[]): Promise<Finding> {
  const name = 'Copy seals';
  const broken = brokenAt(chain);
  const { altered, miscounted, left } = await alteredDays(deps, ledger, chain);
  const missing = missingDays(ledger, chain);
  const faults = [
    ...(broken === undefined ? [] : [`the chain does not hold together from link ${broken + 1} (${readableDay(chain[broken]?.day ?? '')}) on`]),
    ...(altered.length === 0 ? [] : [`not as it was written: ${listed(altered)}`]),
    ...(miscounted.length === 0 ? [] : [`counted otherwise than its records say: ${listed(miscounted)}`]),
    ...(missing.length === 0 ? [] : [`sealed, but gone: ${listed(missing)}`]),
  ];
  if (faults.length > 0) return { name, status: 'fail', says: faults.join('; '), cure: SEAL_CURE };
  const head = chain.at(-1);
  const checked = left === 0 ? 'every day is as it was written' : `${ledger.length - left} days are as they were written, ${left} were left for time`;
  return { name, status: 'ok', says: head ? `${checked}; ${chain.length} links hold together and end with ${head.link}` : `${checked}; nothing is sealed before the first fill is complete` };
}

interface Checked {
  readonly altered: readonly string[];
  /** Days whose columns, by which searches count, tell something else than their rows. */
  readonly miscounted: readonly string[];
  /** How many were not looked at. */
  readonly left: number;
}

/** A day must match its own facts and its latest link: whoever changes rows and facts together still meets the chain. */
async function alteredDays(deps: CopyCheckDeps, ledger: readonly DayFacts[], chain: readonly SealLink[]): Promise<Checked> {
  const unlinked = unlinkedDays(ledger, chain);
  // A worker may stand between a correction and its link.
  if (unlinked.length > 0) await deps.pause();
  const stillUnlinked = unlinked.length > 0 ? unlinkedDays(await deps.copy.ledger(), await deps.seals.chain()) : [];
  const altered = new Set(stillUnlinked.filter((day) => unlinked.includes(day)));
  const until = deps.clock().getTime() + deps.limitMs;
  const miscounted: string[] = [];
  let checked = 0;
  for (const { day, alteredAt } of ledger) {
    if (deps.clock().getTime() > until) break;
    const held = await deps.copy.read(day);
    const { rows, facts } = held;
    if (alteredAt !== undefined || (facts && dayChecksum(rows) !== facts.sha256)) altered.add(day);
    else if (!await deps.copy.columnsAgree(held)) miscounted.push(day);
    checked += 1;
  }
  return { altered: [...altered].toSorted(), miscounted, left: ledger.length - checked };
}

function unlinkedDays(ledger: readonly DayFacts[], chain: readonly SealLink[]): readonly string[] {
  const links = latestLinks(chain);
  return ledger.filter(({ day, sha256 }) => links.has(day) && links.get(day)?.sha256 !== sha256).map(({ day }) => day);
}

/** Retention takes the oldest days; a hole between days that are held has another reason. */
function missingDays(ledger: readonly DayFacts[], chain: readonly SealLink[]): readonly string[] {
  const held = new Set(ledger.map(({ day }) => day));
  const oldest = ledger[0]?.day ?? '';
  return [...latestLinks(chain).keys()].filter((day) => day > oldest && !held.has(day)).toSorted();
}

function listed(days: readonly string[]): string {
  const more = days.length > MOST_DAYS ? ` and ${days.length - MOST_DAYS} more` : '';
  return `${days.slice(0, MOST_DAYS).map(readableDay).join(', ')}${more}`;
}
