import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../sandbox/partner-center/faults.ts';
import type { PartnerCenterStandIn } from '../../../sandbox/partner-center/server.ts';
import { createLog } from '../../../sandbox/partner-center/story/log.ts';
import { ask, askAll, askPage, itemsOf, partnerCenters } from './asking.ts';

const DAY = 'startDate=2026-11-12&endDate=2026-11-12';
const records = createLog({ count: 25, seed: 'faults', from: new Date('2026-11-12T00:00:00Z'), to: new Date('2026-11-13T00:00:00Z') });

describe('sandbox/partner-center/faults', () => {
  const partnerCenter = partnerCenters();
  const askDay = (standIn: PartnerCenterStandIn, size = 500) => ask(standIn, `/v1/auditrecords?${DAY}&size=${size}`);

  it.each<[Fault, number, unknown]>([
    [{ kind: 'throttle', retryAfter: 57 }, 429, { statusCode: 429, message: 'Rate limit is exceeded. Try again in 57 seconds.' }],
    [{ kind: 'unauthorized', reason: '900421' }, 401, { code: '900421' }],
    [{ kind: 'unauthorized', reason: '900420' }, 401, { code: '900420' }],
    [{ kind: 'unauthorized', reason: 'expired' }, 401, { code: '400' }],
    [{ kind: 'forbidden', code: '900329' }, 403, { code: '900329' }],
    [{ kind: 'forbidden', code: '900150' }, 403, { code: '900150' }],
    [{ kind: 'status', status: 500 }, 500, { code: '800003', description: expect.any(String) }],
    [{ kind: 'status', status: 503 }, 503, { error: { code: 'ServiceUnavailable', message: expect.any(String) } }],
    [{ kind: 'status', status: 504 }, 504, { error: { code: 'GatewayTimeout' } }],
  ])('answers once with %o, in its documented shape', async (fault, status, body) => {
    const standIn = await partnerCenter({ records });
    standIn.faults.next(fault);

    const [first, second] = [await askDay(standIn), await askDay(standIn)];

    expect(first.status).toBe(status);
    expect(await first.json()).toMatchObject(body as object);
    expect(first.headers.get('MS-CorrelationId')).toBe(standIn.requests[0]?.correlationId);
    expect(second.status).toBe(200);
    expect(standIn.requests.map((request) => request.fault)).toEqual([fault.kind, null]);
  });

  it.each([[57, '57'], ['Sat, 21 Nov 2026 10:01:00 GMT', 'Sat, 21 Nov 2026 10:01:00 GMT'], [null, null]])('throttles with Retry-After %s', async (retryAfter, header) => {
    const standIn = await partnerCenter();
    standIn.faults.next({ kind: 'throttle', retryAfter });

    const response = await askDay(standIn);

    expect(response.headers.get('Retry-After')).toBe(header);
  });

  it('asks for MFA with an empty body and a telling reason phrase', async () => {
    const standIn = await partnerCenter();
    standIn.faults.next({ kind: 'unauthorized', reason: 'mfaEmpty' });

    const response = await askDay(standIn);

    expect([response.status, response.statusText, await response.text()]).toEqual([401, 'Unauthorized - MFA required', '']);
    expect(response.headers.get('WWW-Authenticate')).toBe('Bearer error="invalid_token"');
  });

  it.each<[Fault, number, string]>([
    [{ kind: 'html' }, 503, '<html>'],
    [{ kind: 'html', status: 200 }, 200, '<html>'],
    [{ kind: 'status', status: 502, html: '<h1>Bad Gateway</h1>' }, 502, '<h1>Bad Gateway</h1>'],
  ])('answers %o with a gateway\'s page', async (fault, status, start) => {
    const standIn = await partnerCenter();
    standIn.faults.next(fault);

    const response = await askDay(standIn);

    expect(response.status).toBe(status);
    expect(response.headers.get('Content-Type')).toContain('text/html');
    expect((await response.text()).startsWith(start)).toBe(true);
  });

  it('resets the connection, cuts the body, or never answers', async () => {
    const standIn = await partnerCenter({ records });
    standIn.faults.next({ kind: 'reset' });
    standIn.faults.next({ kind: 'cut' });
    standIn.faults.next({ kind: 'hang' });

    const reset = await askDay(standIn).catch((error: unknown) => error);
    const cut = await askDay(standIn);
    const half = await cut.text().catch((error: unknown) => error);
    const hanging = askDay(standIn).catch((error: unknown) => error);
    const first = await Promise.race([hanging, new Promise((resolve) => setTimeout(resolve, 100, 'still waiting'))]);
    await standIn.close();

    expect(reset).toMatchObject({ message: 'fetch failed' });
    expect(cut.status).toBe(200);
    expect(half).toBeInstanceOf(TypeError);
    expect(first).toBe('still waiting');
    expect(await hanging).toBeInstanceOf(TypeError);
    expect(standIn.requests.map(({ status }) => status)).toEqual([null, 200, null]);
  });

  it('is slow when asked to be', async () => {
    const standIn = await partnerCenter({ records });
    standIn.faults.next({ kind: 'slow', ms: 80 });
    const before = performance.now();

    const response = await askDay(standIn);

    expect(performance.now() - before).toBeGreaterThanOrEqual(75);
    expect(response.status).toBe(200);
  });

  it('sends the next link to another origin, even from the last page', async () => {
    const standIn = await partnerCenter({ records });
    standIn.faults.next({ kind: 'foreignNext', uri: '//evil.example/v1/auditrecords' });

    const page = await askPage(standIn, DAY);

    expect(page.items).toHaveLength(25);
    expect(page.links.next?.uri).toBe('//evil.example/v1/auditrecords');
  });

  it('leads in a circle with one token for ever', async () => {
    const standIn = await partnerCenter({ records });
    standIn.faults.next({ kind: 'repeatToken' });

    const pages = await askAll(standIn, `${DAY}&size=10`, 5);

    expect(pages).toHaveLength(5);
    expect(new Set(pages.map(({ links }) => links.next?.headers[0]?.value)).size).toBe(1);
    expect(new Set(pages.map(({ items }) => JSON.stringify(items))).size).toBe(1);
  });

  it('puts empty pages with a next link before the real ones', async () => {
    const standIn = await partnerCenter({ records });
    standIn.faults.next({ kind: 'emptyPages' }, 3);

    const pages = await askAll(standIn, `${DAY}&size=20`);

    expect(pages.map(({ items }) => items.length)).toEqual([0, 0, 0, 20, 5]);
    expect(new Set(pages.slice(0, 3).map(({ links }) => links.next?.headers[0]?.value)).size).toBe(3);
    expect(itemsOf(pages)).toEqual(records);
  });

  it('writes a second question mark into the next link, and follows it', async () => {
    const standIn = await partnerCenter({ records });
    standIn.faults.whenever(() => ({ kind: 'malformedNext' }));

    const pages = await askAll(standIn, `${DAY}&size=10`);

    expect(pages[0]?.links.next?.uri).toMatch(/&size=10\?seekOperation=Next$/);
    expect(itemsOf(pages)).toEqual(records);
  });

  it('puts the token beside the items instead of a link, and continues the same query by it', async () => {
    const standIn = await partnerCenter({ records });
    standIn.faults.next({ kind: 'tokenOnlyInBody' });

    const first = await askPage(standIn, `${DAY}&size=20`);
    const second = await askPage(standIn, `${DAY}&size=20&seekOperation=Next`, { 'MS-ContinuationToken': first.continuationToken ?? '' });

    expect(first.links.next).toBeUndefined();
    expect(itemsOf([first, second])).toEqual(records);
  });

  it('begins the body with a byte order mark', async () => {
    const standIn = await partnerCenter({ records });
    standIn.faults.next({ kind: 'bom' });

    const bytes = Buffer.from(await (await askDay(standIn)).arrayBuffer());

    expect([...bytes.subarray(0, 4)]).toEqual([0xef, 0xbb, 0xbf, 0x7b]);
  });

  it('puts items that are no records among the good ones', async () => {
    const standIn = await partnerCenter({ records });
    standIn.faults.next({ kind: 'badItem' });
    standIn.faults.next({ kind: 'badItem', items: [null] });

    const pages: { readonly items: readonly unknown[] }[] = [await askPage(standIn, DAY), await askPage(standIn, DAY)];

    expect(pages.map(({ items }) => items.length)).toEqual([27, 26]);
    expect(pages[0]?.items[1]).toBe('this is no record');
    expect(pages[0]?.items[2]).not.toHaveProperty('operationDate');
    expect(pages[1]?.items[1]).toBeNull();
  });

  it('follows a standing rule about requests until it is cleared', async () => {
    const standIn = await partnerCenter({ records });
    standIn.faults.whenever(({ query }) => (query['size'] === '7' ? { kind: 'status', status: 503 } : undefined));

    const before = [await askDay(standIn, 7), await askDay(standIn, 8), await askDay(standIn, 7)];
    standIn.faults.clear();
    const after = await askDay(standIn, 7);

    expect([...before, after].map(({ status }) => status)).toEqual([503, 200, 503, 200]);
  });
});
