/** The published records of 2016 and 2017, as if they had happened this week. */
import { readFileSync } from 'node:fs';
import { addDays, dayOf } from './ticks.ts';
import type { WirePage, WireRecord } from './wire.ts';

/** File, place in it, and how many days before today it is served; a whole day at least keeps it in the past. */
const PLACES = [
  { file: 'response-2017.json', item: 0, daysAgo: 1 },
  { file: 'response-2017.json', item: 1, daysAgo: 3 },
  { file: 'response-2016.json', item: 0, daysAgo: 5 },
] as const;

/**
 * Newest first, each within the last six days before `now` and at its published time of day, to the last of the seven
 * digits. Only the day in operationDate is changed; the dates inside the values stay as published.
 */
export function publishedRecords(now: Date): WireRecord[] {
  return PLACES.map(({ file, item, daysAgo }) => {
    const record = readPublished(file).items[item];
    if (record === undefined) throw new Error(`${file} holds no item ${item}`);
    return { ...record, operationDate: addDays(dayOf(now), -daysAgo) + record.operationDate.slice(10) };
  });
}

/** One of the published responses, parsed; for the file that is not JSON this throws a SyntaxError. */
export function readPublished(file: string): WirePage {
  return JSON.parse(readFileSync(new URL(`published/${file}`, import.meta.url), 'utf8')) as WirePage;
}
