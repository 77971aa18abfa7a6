import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/audit/dates.ts';
import { aRecord } from '../support/records.ts';
import { handleCommand } from '../../src/features/handle-command.ts';
import { commanding } from '../support/commanding.ts';

const world = commanding();
const { type, jobs, deps } = world;
const RELECLOUD = { customerId: 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', customerName: 'Relecloud' };

describe('features/answer-request', () => {
  it('explains a search without asking anything', async () => {
    const screen = await type('explain customer Relecloud failed last 45d');

    expect(screen).toMatchObject({
      kind: 'explained', command: 'customer Relecloud status failed last 45d', clamped: false, requests: { least: 2, most: 49 },
      plan: { serverFilter: { field: 'CompanyName', value: 'Relecloud' }, filteredHere: ['status'], windows: [{ last: '2026-11-21' }, { first: '2026-10-06' }] },
    });
    expect(jobs).toEqual([]);
  });

  it('asks the last search of this person again, over another time', async () => {
    await type('customer Relecloud on 2026-08-25', 'UAGAIN');
    world.pass(5 * DAY_MS);
    await type('failed', 'UOTHER');
    // Its own time lies outside the log by now.
    const screen = await type('again last 30d', 'UAGAIN');
    world.pass(-5 * DAY_MS);

    expect(screen).toMatchObject({ kind: 'understood' });
    expect(jobs.at(-1)).toMatchObject({ kind: 'search', command: 'customer Relecloud last 30d', answerTo: { userId: 'UAGAIN' } });
    expect(await type('again', 'UNOBODY')).toMatchObject({ kind: 'notice' });
  });

  it('lists the searches of this person alone, newest first, of a time, and counts what it leaves out', async () => {
    for (let number = 1; number <= 17; number += 1) await type(`customer C${number}`, 'UHISTORY');
    world.pass(DAY_MS);
    await type('failed', 'UHISTORY');

    expect(await type('history', 'UHISTORY')).toMatchObject({ kind: 'history', left: 3, asked: [{ command: 'status failed' }, { command: 'customer C17' }, ...Array.from({ length: 13 }, () => ({}))] });
    expect(await type('history today', 'UHISTORY')).toMatchObject({ left: 0, asked: [{ command: 'status failed' }] });
    expect(await type('history', 'UNOBODY')).toMatchObject({ asked: [] });
    world.pass(31 * DAY_MS);
    expect(await type('history', 'UHISTORY')).toMatchObject({ asked: [] });
    world.pass(-32 * DAY_MS);
  });

  it('lists exports and comparisons too, as commands that run again, and repeats only searches', async () => {
    await type('customer Relecloud last 3d', 'UMIXED');
    await type('compare failed last 7d', 'UMIXED');
    await type('export json risk high last 2d', 'UMIXED');
    await type('failed last 2d as csv', 'UMIXED');

    expect(await type('history', 'UMIXED')).toMatchObject({ asked: [
      { command: 'status failed last 2d as csv' }, { command: 'export json risk high last 2d' }, { command: 'compare status failed last 7d' }, { command: 'customer Relecloud last 3d' },
    ] });
    expect(await type('explain again last 4d', 'UMIXED')).toMatchObject({ kind: 'explained', command: 'customer Relecloud last 4d' });
    expect(await type('explain again', 'UNOBODY')).toMatchObject({ kind: 'notice' });
    await type('again', 'UMIXED');
    expect(jobs.at(-1)).toMatchObject({ kind: 'search', command: 'customer Relecloud last 3d' });
  });

  it('saves a search under a name, runs it with other clauses, and forgets it', async () => {
    expect(await type('save as "risky" risk high by user last 7d')).toMatchObject({ kind: 'just-saved', saved: { name: 'risky', command: 'risk high last 7d by user' } });
    expect(await type('run RISKY')).toMatchObject({ kind: 'understood' });
    expect(jobs.at(-1)).toMatchObject({ command: 'risk high last 7d by user' });
    await type('run risky risk medium not user svc@partner.example last 2d by day limit 5');
    expect(jobs.at(-1)).toMatchObject({ command: 'risk medium not user svc@partner.example last 2d by day limit 5' });
    await type('run risky customer Relecloud');
    expect(jobs.at(-1)).toMatchObject({ command: 'customer Relecloud risk high last 7d by user' });
    expect(await type('saved')).toMatchObject({ searches: [{ name: 'risky' }] });
    expect(await type('saved', 'UOTHER')).toMatchObject({ searches: [] });
    expect(await type('unsave Risky')).toMatchObject({ kind: 'notice' });
    expect(await type('saved')).toMatchObject({ searches: [] });
  });

  it('asks again, explains, saves and runs a search that is longer as it is kept than people may type', async () => {
    const long = `not user ${Array.from({ length: 48 }, (_, index) => `a${index + 10}@b.cc`).join(',')} failed orders`;
    const kinds = [];
    for (const text of [long, 'again', `save as long ${long}`, 'run long last 3d']) kinds.push((await type(text, 'ULONG')).kind);
    const [asked] = await deps.history.recent('ULONG');
    const place = { responseUrl: '', openUntil: 0, userId: 'ULONG', channelId: 'COPS' };
    kinds.push((await handleCommand(deps, { id: 'e'.repeat(32), text: `explain ${asked?.command}`, place, kept: true })).kind);

    expect([long.length <= 500, asked !== undefined && asked.command.length > 500]).toEqual([true, true]);
    expect(kinds).toEqual(['understood', 'understood', 'just-saved', 'understood', 'explained']);
  });

  it('says that a name is taken, too long or unknown, with what works instead', async () => {
    await type('save as "orders" orders last 7d');

    const [taken, long, unknown] = [await type('save as "Orders" failed'), await type(`save as "${'x'.repeat(60)}" failed`), await type('run ordres')];
    expect(taken).toMatchObject({ kind: 'mistake', mistake: { code: 'E_DUPLICATE', repairs: ['save as "Orders 2" status failed'] } });
    expect(long).toMatchObject({ kind: 'mistake', mistake: { code: 'E_LIMIT', repairs: [`save as "${'x'.repeat(40)}" status failed`] } });
    expect(unknown).toMatchObject({ kind: 'mistake', mistake: { code: 'E_UNKNOWN_VALUE', repairs: ['run "orders"', 'saved'] } });
    expect(await type('unsave nothing')).toMatchObject({ kind: 'mistake', mistake: { repairs: ['saved'] } });
  });

  it('queues a record by its id and a comparison, each with what cancels it', async () => {
    expect(await type('record 7f0c9d')).toMatchObject({ kind: 'looking-up', id: '7f0c9d' });
    expect(jobs.at(-1)).toMatchObject({ kind: 'record', id: '7f0c9d', zone: 'Europe/London' });
    expect(await type('compare failed last 7d')).toMatchObject({ kind: 'comparing', before: { from: new Date('2026-11-07T10:00:00Z'), to: new Date('2026-11-14T10:00:00Z') } });
    expect(jobs.at(-1)).toMatchObject({ kind: 'compare', command: 'status failed last 7d' });
  });

  it.each([
    ['compare last 60d', 'compare last 44d'],
    ['compare customer Relecloud on 2026-08-25', 'compare customer Relecloud last 44d'],
    ['compare failed since 2026-07-01', 'compare status failed last 44d'],
  ])('refuses %s, whose earlier half is no longer held, and offers %s', async (typed, repair) => {
    const queued = jobs.length;

    expect(await type(typed)).toMatchObject({ kind: 'mistake', mistake: { code: 'E_RANGE_TOO_OLD', repairs: [repair] } });
    expect(jobs).toHaveLength(queued);
    expect(await type(repair)).toMatchObject({ kind: 'comparing' });
  });

  it('lists operations for a word, near ones for a misspelt one, and all for none', async () => {
    expect(await type('operations')).toMatchObject({ kind: 'operations' });
    expect(await type('operations crete_order')).toMatchObject({ operations: [{ value: 'create_order' }] });
    expect(await type('operations password')).toMatchObject({ word: 'password', operations: [{ value: 'reset_customer_user_password' }] });
    expect(await type('operations zebra')).toMatchObject({ operations: [] });
    expect(await type('operations create_order')).toMatchObject({ kind: 'understood' });
    expect(await type('resources')).toMatchObject({ kind: 'resources' });
  });

  it('says who somebody is and by which entry they are let in', async () => {
    expect(await type('whoami')).toEqual({ kind: 'whoami', userId: 'UADMIN', workspace: 'Example', zone: 'Europe/London', role: 'admin', allowedBy: 'admins', readsEmail: false });
    expect(await type('whoami', 'UMEMBER')).toMatchObject({ role: 'member', allowedBy: 'COPS' });
    expect(await type('version')).toEqual({ kind: 'version', version: '1.2.3', node: 'v24.0.0' });
  });

  it('says how fresh answers are, before and after the first reading', async () => {
    expect(await type('status')).toEqual({ kind: 'status', zone: 'Europe/London', daysKnown: 0, daysHeld: 90 });
    await deps.freshness.note({ readAt: '2026-11-21T09:00:00.000Z', newestRecord: '2026-11-21T08:59:00.0000000Z' });

    expect(await type('status')).toMatchObject({ readAt: '2026-11-21T09:00:00.000Z', newestRecord: '2026-11-21T08:59:00.0000000Z' });
  });

  it('helps with a customer of the log once one is known', async () => {
    expect(await type('help')).not.toHaveProperty('customer');
    await deps.directory.learn([aRecord({ ...RELECLOUD, customerName: '<!channel>', customerId: 'aaaa1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f' }), aRecord(RELECLOUD)]);

    expect(await type('help')).toMatchObject({ kind: 'help', customer: 'Relecloud' });
    expect(await type('help dates')).toMatchObject({ topic: 'dates', newest: { record: '2026-11-21T08:59:00.0000000Z', zone: 'Europe/London' } });
  });
});
