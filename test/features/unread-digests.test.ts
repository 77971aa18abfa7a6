import { beforeEach, describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { daysOfWindow } from '../../src/audit/query.ts';
import type { DayFacts } from '../../src/features/copy-ports.ts';
import { deliverDue } from '../../src/features/deliver-outbox.ts';
import type { DigestRule } from '../../src/features/rule.ts';
import { sendDigestNow, sendDigests } from '../../src/features/send-digests.ts';
import { createRenderer } from '../../src/slack/blocks/render.ts';
import { testConnection } from '../support/connection.ts';
import { read } from '../support/reading.ts';
import { aRecord } from '../support/records.ts';
import { testRedis } from '../support/redis.ts';
import { watchingWorld, type WatchingWorld } from '../support/watching.ts';

const { redis } = testConnection();
const LIVE = new AbortController().signal;
const HOUR = 3_600_000;
const MADE = '2026-12-01T08:30:00.000Z';
const RULE: DigestRule = {
  kind: 'digest', id: '00000000-0000-4000-8000-00000000aaaa', name: 'wk', place: { kind: 'channel', id: 'COPS' }, makerId: 'UADMIN',
  zone: 'Europe/London', command: 'digest weekdays at 08:30', madeAt: MADE, filter: EVERYTHING, skipEmpty: false,
  timetable: { schedule: { frequency: 'weekdays', atMs: 8.5 * HOUR }, zone: 'Europe/London', since: '2026-12-01' },
};
let world: WatchingWorld;
let ledger: readonly DayFacts[] = [];

const deps = () => ({ ...world.deps, copy: { ...world.deps.copy, ledger: async () => ledger } });
const keep = (facts: Partial<DigestRule> = {}) => world.deps.rules.add({ ...RULE, ...facts }, { state: { kind: 'on' }, cursor: 0, coveredTo: MADE, lastSlot: MADE, held: 0 });
const progress = async () => (await world.deps.rules.find(RULE.id))?.progress;
/** Digests as people read them, without their threads. */
const said = (): readonly string[] => world.posted.filter(({ message }) => message.kind === 'digest').map(({ message }) => {
  const { rich } = createRenderer('/audit')(message);
  return read({ text: rich.text, blocks: rich.blocks.map((block) => ({ ...block })) });
});

/** A complete reading of these days, at an instant. */
function reads(readAt: string, first = '2026-11-20', last = readAt.slice(0, 10)): void {
  const fresh = daysOfWindow({ first, last }).map((day): DayFacts => ({ day, readAt, firstReadAt: readAt, records: 1, bytes: 1, next: 1, sha256: '' }));
  ledger = [...ledger.filter(({ day }) => day < first), ...fresh, ...ledger.filter(({ day }) => day > last)];
}

function happens(at: string, kind: 'news' | 'late' = 'news'): void {
  world.add(aRecord({ id: at, operationDate: `${at}:00.0000000Z`, operationType: 'delete_customer' }), kind);
}

async function tick(...instants: readonly string[]): Promise<void> {
  for (const instant of instants) {
    world.at(instant);
    await sendDigests(deps(), LIVE);
    await deliverDue(deps(), LIVE);
  }
}

describe('features/send-digests', () => {
  beforeEach(() => {
    world = watchingWorld({ redis, prefix: testRedis().prefix }, MADE);
    ledger = [];
    reads('2026-12-01T09:01:00.000Z');
  });

  it('waits after a night without the bot for the first reading, and tells what that found', async () => {
    await keep();
    await tick('2026-12-02T09:00:02Z');
    expect(world.posted).toEqual([]);
    for (const at of ['2026-12-01T20:00', '2026-12-02T03:00']) happens(at);
    reads('2026-12-02T09:00:03.000Z');

    await tick('2026-12-02T09:01:02Z');

    expect(world.posted).toMatchObject([{ message: { digest: { total: 2, high: 2 }, from: MADE, to: '2026-12-02T09:00:03.000Z', coverage: { readAt: '2026-12-02T09:00:03.000Z', gaps: [] } } }]);
    expect(said()[0]).toMatch(/^2 new operations, first seen 1 Dec 08:30 – 2 Dec 09:00 GMT[^]*Complete as read at 2 Dec 09:00 GMT/);
    expect(await progress()).not.toHaveProperty('waited');
  });

  it('says first since when nothing is read, after 10 minutes, and tells with the next digest what came meanwhile', async () => {
    await keep();
    await tick('2026-12-02T08:30:05Z', '2026-12-02T08:35:05Z', '2026-12-02T08:39:05Z');
    expect(world.posted).toEqual([]);

    await tick('2026-12-02T08:40:05Z');
    for (const at of ['2026-12-01T20:00', '2026-12-02T03:00']) happens(at);
    reads('2026-12-02T10:00:00.000Z');
    reads('2026-12-03T08:29:00.000Z');
    await tick('2026-12-03T08:30:05Z');

    const [first = '', second = ''] = said();
    expect(first).toMatch(/^Not read since 1 Dec 09:01 GMT \(23 h 39 min\)\. In what was read: no new operations, first seen 1 Dec 08:30 – 1 Dec 09:01 GMT\. What happened since comes with the digest after the log is read again\.\n/);
    expect(first).not.toMatch(/Complete|No new operations/);
    expect(first).toContain('Last read at 1 Dec 09:01 GMT.');
    expect(second).toMatch(/^2 new operations, first seen 1 Dec 09:01 – 3 Dec 08:29 GMT/);
  });

  it('does not claim the span that a reading before the stop did not reach', async () => {
    await keep({ madeAt: '2026-12-01T09:05:00.000Z' });
    await world.deps.rules.advance(RULE.id, (now) => ({ ...now, coveredTo: '2026-12-01T09:05:00.000Z' }));

    await tick('2026-12-02T08:30:05Z', '2026-12-02T08:40:05Z');

    expect(said()[0]).toMatch(/^Not read since 1 Dec 09:01 GMT \(23 h 39 min\)\. What happened since comes with the digest after the log is read again\.\n/);
    expect(await progress()).toMatchObject({ coveredTo: '2026-12-01T09:05:00.000Z' });
  });

  it('begins to wait anew after a stop, so that a start has its time to read', async () => {
    await keep();
    await tick('2026-12-02T08:30:05Z', '2026-12-02T08:31:05Z', '2026-12-02T11:00:05Z');
    expect(world.posted).toEqual([]);

    await tick('2026-12-02T11:10:05Z');

    expect(said()[0]).toMatch(/^Not read since 1 Dec 09:01 GMT \(26 h 9 min\)/);
  });

  it('speaks in spite of “skip empty” where the log was not read, and once more when it was', async () => {
    await keep({ skipEmpty: true });
    reads('2026-12-02T08:28:00.000Z');
    await tick('2026-12-02T08:30:05Z');
    expect(world.posted).toEqual([]);

    await tick('2026-12-03T08:30:05Z', '2026-12-03T08:40:05Z');
    reads('2026-12-04T08:28:00.000Z');
    await tick('2026-12-04T08:30:05Z');
    reads('2026-12-07T08:28:00.000Z');
    await tick('2026-12-07T08:30:05Z');

    expect(said().map((text) => text.slice(0, 32))).toEqual(['Not read since 2 Dec 08:28 GMT (', 'No new operations, first seen 2 ']);
  });

  it('says with “skip empty” every hour only twice a day that nothing is read', async () => {
    await keep({ skipEmpty: true, timetable: { ...RULE.timetable, schedule: { frequency: 'hourly' } } });

    for (let at = Date.parse('2026-12-01T10:00:05Z'); at < Date.parse('2026-12-02T11:00:00Z'); at += HOUR / 6) await tick(new Date(at).toISOString());

    expect(said().map((text) => text.replace(/^[^(]*\(([^)]*)[^]*$/, '$1'))).toEqual(['1 h 9 min', '13 h 9 min', '25 h 9 min']);
  });

  it('says at once what is asked for, and moves only as far as was read', async () => {
    await keep({ skipEmpty: true });
    world.at('2026-12-01T15:00:00Z');

    await sendDigestNow(deps(), { rule: RULE });
    await deliverDue(deps(), LIVE);

    expect(said()[0]).toMatch(/^Not read since 1 Dec 09:01 GMT \(5 h 59 min\)/);
    expect(await progress()).toMatchObject({ coveredTo: '2026-12-01T09:01:00.000Z' });
  });

  it('waits after days without the bot until the days between are read, and names them if they are not', async () => {
    await keep();
    await keep({ id: '00000000-0000-4000-8000-00000000bbbb', name: 'other', place: { kind: 'channel', id: 'CSEC' } });
    reads('2026-12-08T08:29:00.000Z', '2026-12-06');
    await tick('2026-12-08T08:30:05Z', '2026-12-08T08:35:05Z');
    expect(world.posted).toEqual([]);
    for (const day of ['3', '4', '5']) happens(`2026-12-0${day}T12:00`, 'late');
    await world.deps.rules.advance(RULE.id, (now) => ({ ...now, state: { kind: 'paused', by: 'UADMIN', at: MADE } }));
    await tick('2026-12-08T08:40:05Z');
    await world.deps.rules.advance(RULE.id, (now) => ({ ...now, state: { kind: 'on' } }));
    reads('2026-12-08T08:41:00.000Z', '2026-12-01');

    await tick('2026-12-08T08:42:05Z');

    const [named = '', whole = ''] = said();
    expect(named).toMatch(/^Not read completely \(UTC\): 1 Dec 2026 to 5 Dec 2026\. In what was read: no new operations, 3 found late\n═+\n {2}First seen 1 Dec 08:30 – 8 Dec 08:29 GMT\./);
    expect(named).toContain('Last read at 8 Dec 08:29 GMT. Not read completely (UTC): 1 Dec 2026 to 5 Dec 2026.');
    expect(named).not.toContain('Complete as read');
    expect(whole).toMatch(/^No new operations, 3 found late, first seen 1 Dec 08:30 – 8 Dec 08:41 GMT[^]*Complete as read at 8 Dec 08:41 GMT/);
  });
});
