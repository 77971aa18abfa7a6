/** How fresh answers are, and what the local copy of the log holds. */
import { readableDays } from '../../audit/calendar.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, readableDay, zonedTime } from '../../audit/dates.ts';
import { dateOf } from '../../audit/instant.ts';
import type { DayWindow } from '../../audit/query.ts';
import type { CopyStatus } from '../../features/copy-status.ts';
import type { StatusScreen } from '../../features/screens.ts';
import type { Rendered } from '../message.ts';
import { factsMessage } from './about.ts';
import { notReadSince } from './digest-unread.ts';
import { counted } from './text.ts';

type Fact = readonly [label: string, value: string];

/** More windows than this tell nobody more. */
const MOST_WINDOWS = 5;
/** Digits of the chain's head that a person can compare. */
const HEAD_DIGITS = 16;

export function statusMessage({ zone, readAt, newestRecord, daysKnown, daysHeld, copy, sealed }: StatusScreen): Rendered {
  const known: Fact = ['Customers known', `of ${counted(daysKnown, 'day')} of the ${daysHeld} in the log (UTC); a day counts once all its records were read`];
  if (readAt === undefined) {
    return factsMessage('Partner Center was not read yet, as far as I remember.', [known], 'The local copy reads it as soon as a worker runs; a search does too.');
  }
  const facts: readonly Fact[] = [
    ['Partner Center last read', zonedTime(zone, new Date(readAt))],
    ['Newest record ever read', newestRecord === undefined ? 'none' : zonedTime(zone, dateOf(newestRecord))],
    ...(copy ? copyFacts(copy) : []),
    ...(sealed ? [['Sealed', `${counted(sealed.days, 'day')}; the chain ends with ${sealed.head.slice(0, HEAD_DIGITS)}`] as const] : []),
    known,
  ];
  return factsMessage(copy ? [...unreadInWords(copy, zone), headline(copy)].join(' ') : headline(copy), facts, 'Nothing was asked of Partner Center for this.');
}

/** Whether the copy is whole, and what it lacks, in sentences. */
export function copyInWords(copy: CopyStatus, zone: string): readonly string[] {
  const { fill, gaps, lost } = copy;
  return [
    ...unreadInWords(copy, zone),
    headline(copy),
    ...(gaps.length > 0 && fill.held < fill.of ? [`Between those days, not read yet: ${windowsInWords(gaps)}.`] : []),
    ...(lost.length > 0 ? [`Lost: ${lostInWords(lost)}.`] : []),
  ];
}

/** Said before what the copy holds: that may be whole, and still be of yesterday. */
function unreadInWords({ unread }: CopyStatus, zone: string): readonly string[] {
  return unread ? [`${notReadSince(unread.since, unread.forMs, zone)}: nobody is told of what happened since until Partner Center is read again.`] : [];
}

function headline(copy: CopyStatus | undefined): string {
  if (!copy) return 'Nothing of the log is in the local copy yet.';
  if (copy.altered.length > 0) return `Somebody changed the local copy in Redis: ${copy.altered.slice(0, MOST_WINDOWS).map(readableDay).join(', ')}. The doctor says more.`;
  if (copy.fill.held < copy.fill.of) return `The local copy is being filled: ${copy.fill.held} of ${copy.fill.of} days, newest first.`;
  if (copy.gaps.length > 0) return `The local copy is catching up: ${windowsInWords(copy.gaps)}.`;
  return `The local copy holds all ${copy.fill.of} days that are to be read.`;
}

function copyFacts({ days, records, bytes, oldest, retentionDays, forecast, lateness, gaps, lost }: CopyStatus): readonly Fact[] {
  const each = records === 0 ? '' : `, ${Math.round(bytes / records)} bytes a record`;
  return [
    ['Local copy', `${counted(records, 'record')} of ${counted(days, 'day')}${oldest === undefined ? '' : ` since ${readableDay(oldest)}`}`],
    ['It takes', `${sizeInWords(bytes)} compressed${each}`],
    ['Forecast', forecast ? `about ${counted(forecast.records, 'record')} and ${sizeInWords(forecast.bytes)} for ${counted(retentionDays, 'day')}, at the pace so far` : 'not yet: a week of days over 48 hours old must be held for it'],
    ...(lateness ? [['Records appeared', `${durationInWords(lateness.medianMs)} after their operation (median), ${durationInWords(lateness.maxMs)} at most, of ${counted(lateness.count, 'record')} that came while I looked`] as const] : []),
    ...(gaps.length > 0 ? [['Not read yet', windowsInWords(gaps)] as const] : []),
    ...(lost.length > 0 ? [['Lost', lostInWords(lost)] as const] : []),
  ];
}

function lostInWords(lost: readonly DayWindow[]): string {
  return `${windowsInWords(lost)}: not read in time or not to the end, and Microsoft no longer has them`;
}

function windowsInWords(windows: readonly DayWindow[]): string {
  const told = windows.slice(-MOST_WINDOWS).map(readableDays);
  return `${told.join(', ')}${windows.length > MOST_WINDOWS ? `, and ${windows.length - MOST_WINDOWS} more` : ''}`;
}

/** As people say sizes, in steps of 1,000. */
function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return counted(bytes, 'byte');
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return bytes < 1_000_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

function durationInWords(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.round(ms / 1_000)} s`;
  if (ms < HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`;
  return ms < 2 * DAY_MS ? `${(ms / HOUR_MS).toFixed(1)} h` : `${(ms / DAY_MS).toFixed(1)} days`;
}
