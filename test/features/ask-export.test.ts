import { describe, expect, it } from 'vitest';
import { memoryResults } from '../../sandbox/memory.ts';
import { exportKept } from '../../src/features/ask-export.ts';
import { Problem } from '../../src/features/problem.ts';
import type { Screen } from '../../src/features/screens.ts';
import { exportingMessage } from '../../src/slack/blocks/exported.ts';
import { createOnce } from '../../src/store/once.ts';
import { commanding } from '../support/commanding.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';
import { someFacts } from '../support/results.ts';

const { deps, jobs, type } = commanding();
const once = createOnce(testConnection());

/** A kept answer of one record, and the button below it. */
async function kept(id: string, queue = deps.queue) {
  const results = memoryResults();
  const writer = results.begin(id);
  await writer.append([aRecord()]);
  await writer.finish(someFacts({ id, listed: 1 }), [0]);
  const place = { responseUrl: '', openUntil: 0, userId: 'UADMIN', channelId: 'COPS' };
  let presses = 0;
  return (queueNow = queue) => exportKept({ ...deps, results, once, queue: queueNow }, { id: `${id}-${presses += 1}`, place }, id);
}

describe('features/ask-export', () => {
  it.each(['export json last 2d', 'last 2d as json'])('acknowledges %s with what stops it', async (text) => {
    const screen = await type(text);

    expect(screen).toMatchObject({ kind: 'exporting', format: 'json', of: 'search', jobId: expect.stringMatching(/^UADMIN-0+\d+$/) as string });
    expect(screen.kind === 'exporting' && await deps.ledger.forestall(screen.jobId)).toBe(true);
  });

  it('says that groups are not part of a file', async () => {
    const screen = await type('last 2d by customer, day limit 3 as csv');

    expect(screen).toMatchObject({ kind: 'exporting', by: ['customer', 'day'] });
    expect(exportingMessage(screen as Extract<Screen, { kind: 'exporting' }>).rich.text).toContain('Groups (by customer and day) are for answers shown here: the file holds every matching record.');
  });

  it('writes one file when Export CSV is pressed twice at once', async () => {
    const press = await kept('result-0000000000000001');
    const known = jobs.length;

    const said = await Promise.all([press(), press()]);

    expect(jobs).toHaveLength(known + 1);
    expect(said.filter((screen) => screen.kind === 'notice' && screen.text.includes('within the last minute'))).toHaveLength(1);
  });

  it('can be pressed again at once when the queue did not take it', async () => {
    const press = await kept('result-0000000000000002');
    const full = { add: async () => { throw new Problem({ kind: 'storage', retryable: true, whatHappened: 'Redis is gone.', whatToDo: 'Wait.' }); } };

    expect(await press(full)).toMatchObject({ kind: 'problem' });
    expect(await press()).toMatchObject({ kind: 'exporting', format: 'csv', of: 'answer', jobId: 'UADMIN-result-0000000000000002-2' });
  });
});
