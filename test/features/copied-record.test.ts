import { beforeEach, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { validateMessage } from '../../sandbox/slack/block-kit/validate.ts';
import { addDays } from '../../src/audit/dates.ts';
import { parseCommand } from '../../src/command/parse.ts';
import type { CopyStore } from '../../src/features/copy-ports.ts';
import { lookUpRecord, type LookupDeps } from '../../src/features/find-record.ts';
import { Problem } from '../../src/features/problem.ts';
import type { Screen } from '../../src/features/screens.ts';
import { createRenderer } from '../../src/slack/blocks/render.ts';
import { testConnection } from '../support/connection.ts';
import { copyStores, firstChange } from '../support/copies.ts';
import { aRecord } from '../support/records.ts';
import { textsIn } from '../support/said.ts';

const { redis, prefix } = testConnection();
const NOW = new Date('2026-11-21T10:00:00Z');
const DAYS = Array.from({ length: 20 }, (_, back) => addDays('2026-11-21', -back * 10));
const OLD = '2026-06-04';
const idOf = (day: string, number: number): string => `record ${day} ${number}`;

const render = createRenderer('/audit');
let copy: CopyStore;
let daysRead: string[];

async function find(id: string, more: Partial<LookupDeps> = {}, signal = AbortSignal.timeout(10_000)): Promise<Screen> {
  const noting = { ...copy, read: async (day: string) => { daysRead.push(day); return copy.read(day); } };
  return lookUpRecord({ lookup: { find: async () => undefined }, recordCopy: noting, clock: () => NOW, ...more }, { id, zone: 'Europe/Berlin', correlationId: 'c' }, signal);
}

function said(screen: Screen): string {
  const { rich } = render(screen);
  expect(validateMessage(rich)).toEqual([]);
  return textsIn(rich.blocks).join('\n');
}

const silent = (): LookupDeps['lookup'] => ({
  find: async () => { throw new Problem({ kind: 'unavailable', retryable: true, whatHappened: 'Partner Center does not answer.', whatToDo: 'Ask again in a minute.' }); },
});

describe('features/copied-record', () => {
  beforeEach(async () => {
    ({ copy } = copyStores(redis, `${prefix}:${randomUUID()}`));
    daysRead = [];
    for (const day of DAYS) {
      const change = firstChange(day, [1, 2, 3].map((number) => aRecord({ id: idOf(day, number), operationDate: `${day}T09:0${number}:00.0000000Z` })));
      await copy.write(day < '2026-11-19' ? change : { ...change, facts: { ...change.facts, readAt: NOW.toISOString() } });
    }
  });

  it('shows a record that only the copy holds, and when the copy was read, unpacking no settled day but its own', async () => {
    const screen = await find(idOf(OLD, 2));

    expect(screen).toMatchObject({ kind: 'one-record', record: { id: idOf(OLD, 2) }, copied: { readAt: '2026-06-07T00:00:00.000Z' } });
    expect(said(screen)).toContain('From the copy, last read 7 Jun 02:00 CEST. Partner Center does not know this id (any more): it keeps 90 days.');
    expect(daysRead).toEqual(['2026-11-21', OLD]);
  });

  it('finds one of a day that has no columns yet', async () => {
    expect(await find(idOf('2026-11-21', 3))).toMatchObject({ kind: 'one-record', record: { id: idOf('2026-11-21', 3) } });
  });

  it('shows what the copy holds where Partner Center cannot be asked, and says that', async () => {
    const screen = await find(idOf(OLD, 1), { lookup: silent() });

    expect(said(screen)).toContain('From the copy, last read 7 Jun 02:00 CEST. Partner Center does not answer.');
  });

  it('fails as Partner Center did where the copy does not hold it either', async () => {
    await expect(find('nobody-knows-it', { lookup: silent() })).rejects.toMatchObject({ kind: 'unavailable', retryable: true });
  });

  it('says what both hold where neither knows it, and offers a search as far back as the copy reaches', async () => {
    const screen = await find('nobody-knows-it');
    const command = 'text "nobody-knows-it" since 2026-05-15';

    expect(said(screen)).toContain('Nor does the local copy, which holds 15 May 2026 to 21 Nov 2026 (UTC).');
    expect(render(screen).rich.blocks.at(-1)).toMatchObject({ type: 'actions', elements: [{ text: { text: `Run: ${command}` } }] });
    expect(parseCommand(command, { now: NOW, zone: 'Europe/Berlin', oldestDay: '2026-05-15' })).toMatchObject({ kind: 'search' });
  });

  it('does not take a placeholder for an id', async () => {
    await copy.write(firstChange('2026-05-01', [aRecord({ id: '0000-0000', operationDate: '2026-05-01T09:00:00.0000000Z' })]));

    expect(await find('0000-0000')).toMatchObject({ kind: 'no-record' });
  });

  it('shows nothing of a customer who was erased', async () => {
    expect(await find(idOf(OLD, 1), { erased: { test: async () => () => true } })).toMatchObject({ kind: 'no-record' });
  });

  it('stops where somebody stops it', async () => {
    const stopped = new AbortController();
    const lookup: LookupDeps['lookup'] = { find: async () => { stopped.abort(); return undefined; } };

    await expect(find(idOf(OLD, 1), { lookup }, stopped.signal)).rejects.toThrow('aborted');
    expect(daysRead).toEqual([]);
  });
});
