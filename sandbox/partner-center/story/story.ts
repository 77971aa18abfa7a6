/** The story the sandbox tells: ninety days at a small partner, quiet on the whole, with a few things to find. */
import { publishedRecords } from '../published.ts';
import { rawOfTicks, ticksOf, ticksOfRaw } from '../ticks.ts';
import type { WireRecord } from '../wire.ts';
import { CUSTOMERS, PARTNER_ID, PEOPLE, type Customer, type Person } from './cast.ts';
import { routine } from './routine.ts';
import { beginningScene } from './scene-beginning.ts';
import { bulkScene } from './scene-bulk.ts';
import { leaverScene } from './scene-leaver.ts';
import { nightScene } from './scene-night.ts';
import { freshScene, orderScenes } from './scene-orders.ts';
import { stateScenes } from './scene-states.ts';
import { valueScenes } from './scene-values.ts';

export interface Story {
  readonly partnerId: string;
  readonly customers: readonly Customer[];
  readonly people: readonly Person[];
  /** Newest first; every one in the 90 days before `now`. */
  readonly records: readonly WireRecord[];
}

export interface StoryOptions {
  readonly now: Date;
  /** Changes the ordinary days only; the scenes and the cast stay. */
  readonly seed?: string;
}

/** The same clock and seed give the same story, to the last digit. */
export function createStory({ now, seed = 'story' }: StoryOptions): Story {
  const records = [
    ...publishedRecords(now), ...beginningScene(now), ...routine(now, seed), ...nightScene(now), ...orderScenes(now), ...leaverScene(now),
    ...bulkScene(now), ...stateScenes(now), ...valueScenes(now), ...freshScene(now),
  ];
  const present = rawOfTicks(ticksOf(now));
  const dated = records
    .map((record) => ({ record, date: rawOfTicks(ticksOfRaw(record.operationDate)) }))
    .filter(({ date }) => date < present)
    .toSorted((a, b) => (a.date === b.date ? 0 : a.date < b.date ? 1 : -1));
  return { partnerId: PARTNER_ID, customers: CUSTOMERS, people: PEOPLE, records: dated.map(({ record }) => record) };
}
