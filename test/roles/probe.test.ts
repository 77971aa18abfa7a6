import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PartnerCenterOptions } from '../../sandbox/partner-center/server.ts';
import { createStory } from '../../sandbox/partner-center/story/story.ts';
import { startWorld } from '../../sandbox/world.ts';
import { runProbe } from '../../src/roles/probe.ts';
import { createLogger } from '../../src/runtime/logger.ts';

const STORY = createStory({ now: new Date() });

async function strangeWorld(partnerCenter: Partial<PartnerCenterOptions> = {}) {
  const world = await startWorld({ redisUrl: 'redis://127.0.0.1:1', partnerCenter: { records: STORY.records, ...partnerCenter } });
  onTestFinished(() => world.close());
  return world;
}

/** What is printed without the pauses, and its table as lists of cells. */
async function probe(environment: Readonly<Record<string, string>>) {
  const said: string[] = [];
  const world = { environment, clock: () => new Date(), log: createLogger('silent'), newId: randomUUID };
  const code = await runProbe(world, { print: (line) => void said.push(line), pauseMs: 0 });
  const rows = said.filter((line) => line.startsWith('| ')).slice(1).map((line) => line.slice(2, -2).split(/(?<!\\) \| /));
  const answers = (asked: string) => rows.filter((row) => row[1]?.includes(asked)).map((row) => row[2] ?? '');
  return { code, text: said.join('\n'), rows, answers };
}

describe('roles/probe', () => {
  it('asks a service that includes the end date and refuses long windows, and prints what it answered', async () => {
    const world = await strangeWorld({ endDate: 'inclusive', longWindow: 'refuse' });

    const { code, text, rows, answers } = await probe(world.environment());

    expect(code).toBe(0);
    expect(text).toMatch(/^Asked on 2\d{3}-\d\d-\d\d by `npm run doctor -- --probe`: cloud global, app-only, 17 requests in \d+ s\.\n\n\| question \| asked \| answered \|\n\|---\|---\|---\|\n/);
    expect(rows.every((row) => row.length === 3)).toBe(true);
    expect(rows.filter(([question]) => question !== '').map(([question]) => question)).toEqual([
      'How late do records appear, and in which order?', 'Which is the largest `size`?', 'What of windows over 30 days?',
      'Is `endDate` included, and in which zone do days end?', 'What does a second page look like?', 'What of days more than 90 days ago?',
      'Does `ResourceType` take the snake_case of the records?', 'Do compound filters work?', 'By which routes is a single record read?',
    ]);
    expect(rows[0]?.[2]).toMatch(/^200, 500 items, totalCount 500, next link; the newest is \d+ hours? old; newest first$/);
    expect(answers('size=1000')).toEqual(['200, 500 items, totalCount 500, next link, self link size=500 → cut to 500']);
    expect(rows.slice(3, 5).map((row) => row[2])).toEqual(Array(2).fill('400, code 800002 → refused'));
    expect(rows[5]?.[2]).toMatch(/`endDate` is included; 0 outside the UTC day, \d+ in its first hour, \d+ in its last → /);
    expect(rows[6]?.[2]).toContain('link relative (`/auditrecords`), GET, parameters startDate, endDate, size, seekOperation, headers MS-ContinuationToken');
    expect(answers('the next page')).toEqual([expect.stringContaining('→ another record than on page one')]);
    expect(rows.map((row) => row[2]).filter((answer) => answer?.includes(' days ago: 400, without a code'))).toHaveLength(3);
    expect(answers('PascalCase')).toEqual([expect.stringMatching(/→ works$/)]);
    expect(answers('snake_case')).toEqual(['400, code 900126 → refused']);
    expect(answers('LeftFilter')).toEqual(['400, code 800002 → refused']);
    expect(answers('/auditactivity/v1/auditrecords/{id}')).toEqual([expect.stringMatching(/^200, an object of \d+ fields → the record$/)]);
    expect(answers('/v1/auditrecords/{id}').at(-1)).toBe('404, code 1000');
  });

  it('asks a service that excludes the end date and cuts long windows', async () => {
    const world = await strangeWorld({ endDate: 'exclusive', longWindow: 'cut' });

    const { code, rows } = await probe(world.environment());

    expect(code).toBe(0);
    expect(rows[4]?.[2]).toMatch(/→ cut: the newest days are missing$/);
    expect(rows[5]?.[2]).toBe('200, 0 items, totalCount 0, no further page, though there are records of that day → `endDate` is not included');
    expect(rows[6]?.[2]).toMatch(/^200, \d+ items.*; 0 outside the UTC day/);
  });

  it('tells no value of a record, and no secret', async () => {
    const world = await strangeWorld();
    const environment = world.environment();

    const { text } = await probe(environment);

    const values = STORY.records.flatMap(({ id, customerId, customerName, userPrincipalName, resourceType, operationType, operationDate }) =>
      [id, customerId, customerName, userPrincipalName, resourceType, operationType, operationDate]);
    const secrets = ['PARTNER_CLIENT_SECRET', 'PARTNER_TENANT_ID', 'PARTNER_CLIENT_ID'].map((name) => environment[name]);
    const hidden = [...new Set([...values, ...secrets])].filter((value) => typeof value === 'string' && value.length > 8);
    expect(hidden.length).toBeGreaterThan(100);
    expect(hidden.filter((value) => text.includes(String(value)))).toEqual([]);
  });

  it('is polite: GETs only, one after the other, each with the headers of a search', async () => {
    const world = await strangeWorld({ latencyMs: 5 });

    await probe(world.environment());

    const { requests } = world.partnerCenter;
    expect(new Set(requests.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(new Set(requests.map(({ correlationId }) => correlationId)).size).toBe(1);
    expect(new Set(requests.map(({ requestId }) => requestId)).size).toBe(requests.length);
    expect(requests.every(({ headers }) => headers['ms-partnercenter-application'] === 'partner-center-audit-bot')).toBe(true);
    for (const [at, { startedAt }] of requests.entries()) expect(requests[at - 1]?.endedAt?.getTime() ?? 0).toBeLessThanOrEqual(startedAt.getTime());
  });

  it('ends with the first 429 and says what was not asked', async () => {
    const world = await strangeWorld();
    world.partnerCenter.faults.whenever(({ ordinal }) => (ordinal === 4 ? { kind: 'throttle', retryAfter: 30 } : undefined));

    const { code, rows } = await probe(world.environment());

    expect(code).toBe(1);
    expect(world.partnerCenter.requests).toHaveLength(4);
    expect(rows[3]?.slice(1)).toEqual([expect.stringContaining('size=500'), '429, asked to wait: the probe ends here']);
    expect(rows.slice(4).map((row) => row.slice(1))).toEqual(Array(6).fill(['–', 'not asked']));
  });

  it.each([
    [{ kind: 'forbidden', code: '900308' } as const, '403, code 900308: without it the other questions say nothing'],
    [{ kind: 'html', status: 200 } as const, '200, no JSON: without it the other questions say nothing'],
    [{ kind: 'reset' } as const, 'The connection to Partner Center broke off.'],
  ])('asks nothing else when the first answer is no list: %j', async (fault, told) => {
    const world = await strangeWorld();
    world.partnerCenter.faults.whenever(() => fault);

    const { code, rows } = await probe(world.environment());

    expect(code).toBe(1);
    expect(world.partnerCenter.requests).toHaveLength(1);
    expect(rows[0]?.[2]).toBe(told);
    expect(rows).toHaveLength(9);
  });

  it.each([
    [{ kind: 'tokenOnlyInBody' } as const, 'continuationToken', 'another record than on page one'],
    [{ kind: 'repeatToken' } as const, 'next link', 'page one again'],
    [{ kind: 'foreignNext', uri: 'https://elsewhere.example/v1/auditrecords?size=1' } as const, 'link absolute', 'leads to another address'],
  ])('tells what leads to a second page: %j', async (fault, shape, second) => {
    const world = await strangeWorld();
    world.partnerCenter.faults.whenever(({ query, headers }) => (query['size'] === '1' && !headers['ms-continuationtoken'] ? fault : undefined));

    const { rows } = await probe(world.environment());

    const about = rows.findIndex(([question]) => question === 'What does a second page look like?');
    expect(rows[about]?.[2]).toContain(shape);
    expect(rows[about + 1]?.[2]).toContain(second);
  });

  it('says what it waits for without the variables, and what is wrong with the sign-in', async () => {
    const world = await strangeWorld();

    const { code, text } = await probe({});
    const refused = probe({ ...world.environment(), PARTNER_CLIENT_SECRET: 'wrong' });

    expect(code).toBe(1);
    expect(text).toContain('needs the PARTNER_* variables');
    await expect(refused).rejects.toMatchObject({ name: 'Problem', kind: 'sign-in' });
  });
});
