import { get } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../sandbox/partner-center/story/log.ts';
import { ask, askAll, askPage, bareRecord, itemsOf, NOW, partnerCenters, TOKEN } from './asking.ts';

describe('sandbox/partner-center/server', () => {
  const partnerCenter = partnerCenters();

  describe('pages', () => {
    const day = { from: new Date('2026-11-12T00:00:00Z'), to: new Date('2026-11-13T00:00:00Z') };

    it('leads through a day of more than 500 records without losing or doubling one', async () => {
      const records = createLog({ count: 1_701, seed: 'pages', ...day });
      const standIn = await partnerCenter({ records });

      const pages = await askAll(standIn, 'startDate=2026-11-12&endDate=2026-11-12');

      expect(pages.map(({ totalCount, items }) => [totalCount, items.length])).toEqual([[500, 500], [500, 500], [500, 500], [201, 201]]);
      expect(itemsOf(pages)).toEqual(records);
    });

    it('puts the token into the header of the next link and nowhere else', async () => {
      const standIn = await partnerCenter({ records: createLog({ count: 30, seed: 'token', ...day }) });

      const page = await askPage(standIn, 'startDate=2026-11-12&endDate=2026-11-12&size=10');

      expect(page.continuationToken).toBeUndefined();
      expect(page.attributes).toEqual({ objectType: 'Collection' });
      expect(page.links.self).toEqual({ uri: '/auditrecords?startDate=2026-11-12&endDate=2026-11-12&size=10', method: 'GET', headers: [] });
      expect(page.links.next).toMatchObject({ uri: `${page.links.self.uri}&seekOperation=Next`, method: 'GET' });
      expect(page.links.next?.headers.map(({ key }) => key)).toEqual(['MS-ContinuationToken']);
      const token = page.links.next?.headers[0]?.value ?? '';
      for (const sign of ['/', '+', '=']) expect(token).toContain(sign);
    });

    it('refuses to continue without the token, with a changed one, or with another query\'s', async () => {
      const standIn = await partnerCenter({ records: createLog({ count: 30, seed: 'strict', ...day }) });
      const page = await askPage(standIn, 'startDate=2026-11-12&size=10');
      const next = `/v1${page.links.next?.uri}`;
      const token = page.links.next?.headers[0]?.value ?? '';
      const withToken = (value: string) => ({ ...TOKEN, 'MS-ContinuationToken': value });

      const answers = await Promise.all([
        ask(standIn, next),
        ask(standIn, next, withToken(encodeURIComponent(token))),
        ask(standIn, next.replace('size=10', 'size=11'), withToken(token)),
        ask(standIn, next, withToken(token)),
      ]);

      expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 200]);
    });

    it('keeps a walk whole while newer records arrive', async () => {
      const records = Array.from({ length: 40 }, (_, index) => bareRecord(`2026-11-12T10:${59 - index}:00.0000000Z`));
      const standIn = await partnerCenter({ records: records.slice(10) });
      const first = await askPage(standIn, 'startDate=2026-11-12&size=20');

      standIn.addRecords(records.slice(0, 10));
      const { uri, headers } = first.links.next ?? { uri: '', headers: [] };
      const second = await askPage(standIn, uri.split('?')[1] ?? '', { 'MS-ContinuationToken': headers[0]?.value ?? '' });

      expect(itemsOf([first, second])).toEqual(records.slice(10));
      expect(itemsOf(await askAll(standIn, 'startDate=2026-11-12'))).toEqual(records);
    });

    it('gives 500 records where no size or a larger one is asked', async () => {
      const standIn = await partnerCenter({ records: createLog({ count: 510, seed: 'size', ...day }) });

      const pages = [await askPage(standIn, 'startDate=2026-11-12'), await askPage(standIn, 'startDate=2026-11-12&size=9999')];

      expect(pages.map(({ items }) => items.length)).toEqual([500, 500]);
      expect(pages[0]?.links.self.uri).toContain('&size=500');
    });

    it('counts the last 100 ns of a day to that day', async () => {
      const records = [bareRecord('2026-11-13T00:00:00.0000000Z'), bareRecord('2026-11-12T23:59:59.9999999Z'), bareRecord('2026-11-12T00:00:00Z')];
      const standIn = await partnerCenter({ records });

      const page = await askPage(standIn, 'startDate=2026-11-12&endDate=2026-11-12');

      expect(page.items).toEqual(records.slice(1));
    });
  });

  describe('one record', () => {
    const progress = bareRecord('2026-11-20T10:00:00.0000000Z', { id: 'partner/1_createorder', operationStatus: 'progress' });

    it('is found by its encoded id, in its latest state', async () => {
      const standIn = await partnerCenter({ records: [progress] });
      standIn.addRecords([{ ...progress, operationStatus: 'succeeded' }, { ...progress, id: 'other' }]);

      const response = await ask(standIn, `/auditactivity/v1/auditrecords/${encodeURIComponent('partner/1_createorder')}`);

      expect(await response.json()).toEqual({ ...progress, operationStatus: 'succeeded' });
    });

    it('is null under status 200 when there is none', async () => {
      const standIn = await partnerCenter({ records: [progress] });

      const response = await ask(standIn, '/auditactivity/v1/auditrecords/nothing');

      expect([response.status, await response.text()]).toEqual([200, 'null']);
    });
  });

  describe('at the door', () => {
    it.each([
      ['no token', {}, '800001', null],
      ['another scheme', { Authorization: 'Basic abc' }, '800001', null],
      ['a wrong token', { Authorization: 'Bearer wrong' }, '400', null],
      ['an expired token', { Authorization: 'Bearer expired' }, '400', 'Bearer error="invalid_token", error_description="The token expired"'],
    ])('refuses %s', async (_case, headers, code, challenge) => {
      const acceptToken = (bearer: string) => (bearer === 'expired' || bearer === 'wrong' ? bearer : 'ok');
      const standIn = await partnerCenter({ acceptToken });

      const response = await ask(standIn, '/v1/auditrecords', headers as Record<string, string>);

      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ code });
      expect(response.headers.get('WWW-Authenticate')).toBe(challenge);
    });

    it.each([
      ['another path', 'GET', '/v1/customers', 404],
      ['the by-id path under /v1, which no page confirms', 'GET', '/v1/auditrecords/some-id', 404],
      ['another method', 'POST', '/v1/auditrecords', 405],
      ['a size of nothing', 'GET', '/v1/auditrecords?size=0', 400],
      ['a broken percent sign', 'GET', '/v1/auditrecords?filter=%E0%A4%A', 400],
    ])('answers %s with its status', async (_case, method, path, status) => {
      const standIn = await partnerCenter();

      const response = await fetch(standIn.url + path, { method, headers: TOKEN });

      expect(response.status).toBe(status);
    });

    it('shows a partner its own log only', async () => {
      const [own, unnamed, foreign] = [{ partnerId: 'own' }, {}, { partnerId: 'foreign' }].map((more) => bareRecord('2026-11-20T10:00:00.0000000Z', more));
      const standIn = await partnerCenter({ partnerId: 'own', records: [own, unnamed, foreign].filter((record) => record !== undefined) });

      const page = await askPage(standIn, 'startDate=2026-11-20');

      expect(page.items).toEqual([own, unnamed]);
    });
  });

  describe('headers', () => {
    const ids = { 'MS-RequestId': '11111111-1111-4111-8111-111111111111', 'MS-CorrelationId': '22222222-2222-4222-8222-222222222222' };

    it('echoes the request and correlation ids, and makes them when there are none', async () => {
      const standIn = await partnerCenter();

      const [named, nameless] = await Promise.all([ask(standIn, '/v1/auditrecords', { ...TOKEN, ...ids }), ask(standIn, '/v1/auditrecords')]);

      for (const [name, value] of Object.entries(ids)) expect(named.headers.get(name)).toBe(value);
      for (const name of [...Object.keys(ids), 'MS-CV', 'MS-ServerId']) expect(nameless.headers.get(name)).toMatch(/./);
      expect(named.headers.get('Date')).toBe(NOW.toUTCString());
      expect(named.headers.get('Content-Type')).toBe('application/json; charset=utf-8');
    });

    it('zips when asked, and only then', async () => {
      const standIn = await partnerCenter({ records: [bareRecord('2026-11-20T10:00:00.0000000Z')] });
      const raw = (headers: Record<string, string>) => new Promise<{ encoding: string | undefined; body: Buffer }>((resolve, reject) => {
        get(`${standIn.url}/v1/auditrecords`, { headers: { ...TOKEN, ...headers } }, (response) => {
          buffer(response).then((body) => resolve({ encoding: response.headers['content-encoding'], body }), reject);
        }).once('error', reject);
      });

      const [zipped, plain] = await Promise.all([raw({ 'Accept-Encoding': 'gzip' }), raw({})]);

      expect([zipped.encoding, plain.encoding]).toEqual(['gzip', undefined]);
      expect(gunzipSync(zipped.body)).toEqual(plain.body);
    });
  });

  it('logs what a client did, and never its token', async () => {
    const standIn = await partnerCenter();

    await ask(standIn, '/v1/auditrecords?startDate=2026-11-20&Size=7', { ...TOKEN, 'MS-RequestId': 'request-1', 'X-Locale': 'en-US' });
    await ask(standIn, '/v1/auditrecords?startDate=nonsense', {});

    expect(standIn.requests).toMatchObject([
      {
        ordinal: 1, method: 'GET', path: '/v1/auditrecords', search: 'startDate=2026-11-20&Size=7', query: { startdate: '2026-11-20', size: '7' },
        headers: { 'ms-requestid': 'request-1', 'x-locale': 'en-US' }, authorization: 'bearer', requestId: 'request-1', fault: null, status: 200,
      },
      { ordinal: 2, authorization: 'none', status: 401 },
    ]);
    expect(JSON.stringify(standIn.requests)).not.toContain('opaque-token-of-a-test');
  });

  it('takes its time when told to', async () => {
    const standIn = await partnerCenter({ latencyMs: 80 });
    const before = performance.now();

    await ask(standIn, '/v1/auditrecords');

    expect(performance.now() - before).toBeGreaterThanOrEqual(75);
  });
});
