import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../sandbox/partner-center/story/random.ts';
import { createStory } from '../../sandbox/partner-center/story/story.ts';
import type { WireRecord } from '../../sandbox/partner-center/wire.ts';
import { copyStores } from '../support/copies.ts';
import { live, type Live } from '../support/live.ts';
import { read } from '../support/reading.ts';

const DAY_MS = 86_400_000;
const [SEARCHES, DAYS_BACK, DAYS_OF_COPY] = [20, 88, 90];
/** Slow enough for the first fill to last longer than the searches. */
const LATENCY_MS = 500;

interface Search {
  readonly command: string;
  readonly holds: (record: WireRecord) => boolean;
}

const opened = new Date();
const { records } = createStory({ now: opened });
const random = createRandom('searches while the copy fills');
const dayAgo = (days: number): string => new Date(opened.getTime() - days * DAY_MS).toISOString().slice(0, 10);

/** What is asked for is taken from a record, so that most searches find something. */
function randomSearch(): Search {
  const [late, early] = [random.int(0, DAYS_BACK), random.int(0, DAYS_BACK)].toSorted((a, b) => a - b);
  const [from, to] = [dayAgo(early ?? 0), dayAgo(late ?? 0)];
  const one = random.pick(records);
  const inTime = ({ operationDate }: WireRecord): boolean => operationDate.slice(0, 10) >= from && operationDate.slice(0, 10) <= to;
  const span = `${from}..${to} tz UTC`;
  const what = random.pick([
    // Raw, since the story holds operations that the language does not know.
    { words: `op "${one.operationType}" raw`, holds: (record: WireRecord) => record.operationType === one.operationType },
    { words: `customer ${one.customerId}`, holds: (record: WireRecord) => record.customerId === one.customerId },
    { words: '', holds: () => true },
  ]);
  return { command: `${what.words} ${span}`.trim(), holds: (record) => inTime(record) && what.holds(record) };
}

/** States of one operation count once, and so do records that nothing tells apart. */
const truth = ({ holds }: Search): number => new Set(records.filter(holds).map(({ operationStatus: _state, attributes: _more, ...rest }) => rest.id ?? JSON.stringify(rest))).size;

describe('searches while the copy is filled for the first time', () => {
  let world: Live;
  let redis: Redis;

  beforeAll(async () => {
    world = await live({ copy: 'kept', partnerCenter: { records, latencyMs: LATENCY_MS } });
    redis = new Redis(world.environment()['REDIS_URL'] ?? '');
  });
  afterAll(() => redis.disconnect());

  it('searches while the first sync runs equal what Partner Center holds', async () => {
    const { copy } = copyStores(redis, world.environment()['REDIS_PREFIX'] ?? '');
    const told: { readonly command: string; readonly days: number; readonly count: string | undefined }[] = [];
    const searches = Array.from({ length: SEARCHES }, randomSearch);

    await world.startBot({ SYNC_SECONDS: '5' });
    for (const { command } of searches) {
      const days = (await copy.ledger()).length;
      const answer = read(await (await world.type(command)).answer());
      told.push({ command, days, count: /^([\d,]+) operations?/.exec(answer)?.[1] ?? answer });
    }

    expect(told.filter(({ days }) => days < DAYS_OF_COPY).length).toBeGreaterThan(2);
    expect(told.map(({ command, count }) => [command, count])).toEqual(searches.map((search) => [search.command, truth(search).toLocaleString('en-GB')]));
  }, 180_000);
});
