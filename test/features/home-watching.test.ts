import { describe, expect, it } from 'vitest';
import { validateView } from '../../sandbox/slack/block-kit/validate.ts';
import type { DayFacts } from '../../src/features/copy-ports.ts';
import type { DigestRule } from '../../src/features/rule.ts';
import { showHome, type HomeDeps } from '../../src/features/show-home.ts';
import { homeView } from '../../src/slack/blocks/home.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';
import { watchingWorld } from '../support/watching.ts';

const storage = testConnection();
const NOW = '2026-11-21T13:00:00Z';

const RULE: DigestRule = {
  kind: 'digest', id: '00000000-0000-4000-8000-00000000000a', name: 'mornings', place: { kind: 'person', id: 'UADMIN' }, makerId: 'UADMIN', zone: 'Europe/Berlin', madeAt: NOW,
  command: 'digest daily at 08:30', filter: { customers: [], users: [], operations: [], resources: [], statuses: [] }, skipEmpty: false,
  timetable: { schedule: { frequency: 'daily', atMs: 8.5 * 3_600_000 }, zone: 'Europe/Berlin', since: '2026-11-18' },
};

/** Days of the ledger, each read completely unless it is left out. */
const ledgerOf = (days: readonly string[]): readonly DayFacts[] => days.map((day) =>
  ({ day, records: 10, readAt: NOW, firstReadAt: NOW, bytes: 1_000, next: 10, sha256: '' }));

function world(part: string, ledger?: readonly DayFacts[]) {
  const slack = watchingWorld({ ...storage, prefix: `${storage.prefix}:${part}` }, NOW);
  const deps: HomeDeps = {
    ...slack.deps, watching: slack.deps, retentionDays: 400, defaultZone: 'UTC',
    copy: { ...slack.deps.copy, ...(ledger && { ledger: async () => ledger }) },
    history: { recent: async () => [] }, saved: { all: async () => [] }, freshness: { recall: async () => undefined },
    directory: { everybody: async () => ({ customers: [], people: [] }) },
  };
  const home = async (userId: string, other: Partial<HomeDeps> = {}): Promise<string> => {
    const view = homeView(await showHome({ ...deps, ...other }, userId), '/audit');
    expect(validateView(view)).toEqual([]);
    return JSON.stringify(view.blocks);
  };
  return { slack, deps, home };
}

describe('features/show-home, what is watched', () => {
  it('names the days that were not read, and those that nobody can read any more', async () => {
    const { home } = world('gaps', ledgerOf(['2026-08-20', '2026-08-22', ...Array.from({ length: 90 }, (_, index) => new Date(Date.parse('2026-08-24') + index * 86_400_000).toISOString().slice(0, 10)).filter((day) => day !== '2026-11-03')]));

    const text = await home('UADMIN');

    expect(text).toContain('The local copy is being filled: 89 of 90 days, newest first. Between those days, not read yet: 3 Nov 2026.');
    expect(text).toContain('Lost: 21 Aug 2026, 23 Aug 2026: not read in time or not to the end, and Microsoft no longer has them.');
  });

  it('tells what closes within 48 hours, and leads to the list', async () => {
    const { slack, home } = world('closing');
    slack.add(aRecord({
      id: 'order', operationDate: '2026-11-15T09:00:00.0000000Z', operationType: 'create_order', customerName: 'Northwind',
      resourceNewValue: JSON.stringify({ LineItems: [{ OfferId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0SB01', TermDuration: 'P1Y', FriendlyName: 'Business Premium', Quantity: 40 }] }),
    }));

    const text = await home('UADMIN');

    expect(text).toContain('1 order or increase can be cancelled for less than 48 h more, as computed\\nNorthwind · 40 seats · until about 22 Nov 10:00 CET');
    expect(text).toContain('"value":"commitments within 2d"');
  });

  it.each([
    ['2026-11-14T14:00:00.0000000Z', 'Closing windows: 1 order or increase can be cancelled for less than 48 h more, as computed. There may be more: not all days were looked through in time\\nNorthwind'],
    ['2026-11-16T12:00:00.0000000Z', 'Closing windows: not all days were looked through in time, so there may be some'],
  ])('waits no longer than a moment for what closes, and says so: ordered %s', async (operationDate, said) => {
    const { slack, deps, home } = world(`slow ${operationDate}`);
    slack.add(aRecord({
      id: 'order', operationDate, operationType: 'create_order', customerName: 'Northwind',
      resourceNewValue: JSON.stringify({ LineItems: [{ OfferId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0SB01', TermDuration: 'P1Y', FriendlyName: 'Business Premium', Quantity: 40 }] }),
    }));
    let read = 0;
    const slow: HomeDeps['copy']['read'] = async (day) => {
      read += 1;
      return deps.copy.read(day);
    };

    const text = await home('UADMIN', { copy: { ...deps.copy, read: slow }, clock: () => new Date(deps.clock().getTime() + read * 2_000) });

    expect(text).toContain(said);
    expect(read).toBe(1);
  });

  it('lists a person’s own rules and those they made for channels, each with its menu, and nobody else’s', async () => {
    const { slack, home } = world('rules');
    const on = { state: { kind: 'on' }, cursor: 0, held: 0 } as const;
    await slack.deps.rules.add(RULE, on);
    await slack.deps.rules.add({ ...RULE, id: '00000000-0000-4000-8000-00000000000b', name: 'for <!channel>', place: { kind: 'channel', id: 'COPS' } }, { ...on, state: { kind: 'paused', by: 'UADMIN', at: NOW } });
    await slack.deps.rules.add({ ...RULE, id: '00000000-0000-4000-8000-00000000000c', name: 'theirs', makerId: 'UMEMBER', place: { kind: 'person', id: 'UMEMBER' } }, on);

    const text = await home('UADMIN');

    expect(text).toContain('Digest “mornings” · to you · on · next 22 Nov 08:30 CET');
    expect(text).toMatch(/Digest “for <!channel>” · paused since 21 Nov 14:00 CET.{1,90}in <#COPS>/);
    expect(text).toContain('rule-pause|00000000-0000-4000-8000-00000000000a');
    expect(text).not.toContain('theirs');
  });
});
