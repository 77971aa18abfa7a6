/** Time in .NET ticks of 100 ns, the resolution of operationDate; a Date alone would lose four digits. */

const TICKS_PER_MS = 10_000n;
export const TICKS_PER_DAY = 864_000_000_000n;
/** Ticks between 0001-01-01 and 1970-01-01. */
const UNIX_EPOCH_TICKS = 621_355_968_000_000_000n;

const RAW_DATE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?Z$/;

export function ticksOf(date: Date): bigint {
  return BigInt(date.getTime()) * TICKS_PER_MS + UNIX_EPOCH_TICKS;
}

/** Ticks of a raw `operationDate`; throws a RangeError when it is not UTC of at most seven fractional digits. */
export function ticksOfRaw(raw: string): bigint {
  const [, seconds, fraction = ''] = RAW_DATE.exec(raw) ?? [];
  if (seconds === undefined) throw new RangeError(`not an operation date: ${raw}`);
  return ticksOf(new Date(`${seconds}Z`)) + BigInt(fraction.padEnd(7, '0'));
}

/** The raw form Partner Center writes, always with seven fractional digits. */
export function rawOfTicks(ticks: bigint): string {
  const sinceEpoch = ticks - UNIX_EPOCH_TICKS;
  const fraction = sinceEpoch % (TICKS_PER_MS * 1000n);
  const seconds = new Date(Number((sinceEpoch - fraction) / TICKS_PER_MS)).toISOString().slice(0, 19);
  return `${seconds}.${String(fraction).padStart(7, '0')}Z`;
}

/** The UTC day `yyyy-MM-dd` of an instant. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** The day so many days later (or earlier, when negative); throws a RangeError when `day` is no calendar day. */
export function addDays(day: string, days: number): string {
  return dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000));
}

/** Whole days from one UTC day to another. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
}
