import { describe, expect, it } from 'vitest';
import { instantOf } from '../../src/audit/instant.ts';
import { resolveTime } from '../../src/audit/time-range.ts';
import { newestCard, previewAlert, previewMute, type PreviewDeps } from '../../src/features/preview-alert.ts';
import type { AlertRule } from '../../src/features/rule.ts';
import { alertInWords, muteInWords } from '../../src/slack/blocks/alert-preview.ts';
import { filterOf } from '../support/alerting.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';
import { watchingWorld } from '../support/watching.ts';

const storage = testConnection();
/** Half a minute into a minute: spans up to now begin on whole ones. */
const NOW = '2026-11-21T13:00:30Z';

const RULE: AlertRule = {
  kind: 'alert', id: 'r1', name: 'failures', place: { kind: 'channel', id: 'COPS' }, makerId: 'UADMIN', zone: 'UTC', madeAt: NOW,
  command: 'alert on status failed', filter: filterOf({ statuses: ['failed'] }), isPack: false,
};

/** Failed operations at these instants, and a copy that holds its UTC days from one on. */
function previewing(part: string, instants: readonly string[], heldFrom = '2026-01-01'): PreviewDeps {
  const { add, deps } = watchingWorld({ ...storage, prefix: `${storage.prefix}:${part}` }, NOW);
  for (const operationDate of instants) add(aRecord({ id: operationDate, operationDate, operationStatus: 'failed', userPrincipalName: `${operationDate}@partner.example` }));
  const read: PreviewDeps['copy']['read'] = async (day) => (day >= heldFrom ? deps.copy.read(day) : { version: 1, rows: [] });
  return { ...deps, copy: { ...deps.copy, read } };
}

/** The last instant before a search of so many days, its first, and one on each of two days after. */
function around(days: number): readonly string[] {
  const range = resolveTime({ kind: 'last', count: days, unit: 'd' }, new Date(NOW), 'Europe/Berlin');
  if (range.kind !== 'range') throw new Error(range.kind);
  const from = range.range.from.getTime();
  return [from - 1, from, from + 10 * 3_600_000, from + 20 * 3_600_000].map((ms) => instantOf(new Date(ms)));
}

describe('features/preview-alert', () => {
  it('counts the operations that a search of the last 30 days finds', async () => {
    const preview = await previewAlert(previewing('alert', around(30)), RULE);

    expect(preview).toMatchObject({ operations: 3, messages: 3 });
    expect(alertInWords('This', RULE, preview)).toContain('This would have fired 3 times in the last 30 days, telling of 3 operations.');
    expect(alertInWords('This', RULE, preview).join()).not.toContain('could be looked at');
  });

  it('counts of the last 7 days what a mute would have hidden', async () => {
    const preview = await previewMute(previewing('mute', around(7)), { filter: RULE.filter, includingHigh: true });

    expect(muteInWords('This', preview)).toEqual(['This would have kept 3 operations of the last 7 days out of the alerts here.', expect.stringContaining('Most often')]);
  });

  it('says that a part of the oldest day could not be looked at', async () => {
    const [alert, mute] = [previewing('part', around(30), '2026-10-23'), previewing('part', around(7), '2026-11-15')];

    expect(alertInWords('This', RULE, await previewAlert(alert, RULE))).toContain('Only 30 of the 31 UTC days that these 30 days touch could be looked at here.');
    expect(muteInWords('This', await previewMute(mute, { filter: RULE.filter, includingHigh: true }))).toContain('Only 7 of the 8 UTC days that these 7 days touch are held here.');
  });

  it('tests an alert with nothing older than its preview tells of', async () => {
    expect(await newestCard(previewing('old', around(30).slice(0, 1)), RULE)).toBeUndefined();
    expect(await newestCard(previewing('first', around(30).slice(0, 2)), RULE)).toMatchObject({ kind: 'alert', count: 1 });
  });
});
