import { describe, expect, it, onTestFinished } from 'vitest';
import { startEntra } from '../../sandbox/entra/server.ts';
import type { Fault } from '../../sandbox/partner-center/faults.ts';
import { publishedRecords } from '../../sandbox/partner-center/published.ts';
import { addressesOf } from '../../src/partner-center/clouds.ts';
import { createSignIn } from '../../src/partner-center/sign-in.ts';
import {
  aPage, anItem, idsOf, keptLog, NOW, OPTIONS, partnerCenter, problemOf, readAll, serve, someRecords, sourceAt, testDispatcher, WINDOW,
} from './loopback.ts';

describe('partner-center/record-source', () => {
  it('reads the published records with a real sign-in', async () => {
    const [tenantId, clientId, secret] = ['tenant.example', '87fe183e-041c-4cf7-b221-c065d9582cde', 'S3CRET'];
    const entra = await startEntra({ tenantId, clients: [{ clientId, secret }] });
    onTestFinished(() => entra.close());
    const stand = await partnerCenter({ records: publishedRecords(NOW), acceptToken: entra.accepts });
    const addresses = addressesOf('global', { partnerCenterUrl: stand.url, entraAuthorityUrl: entra.url });
    const dispatcher = testDispatcher();
    const signIn = createSignIn({ tenantId, clientId, credential: { kind: 'secret', secret: () => secret }, addresses, dispatcher, clock: () => new Date(), log: keptLog() });

    const pages = await readAll(sourceAt(addresses.apiUrl, { signIn, dispatcher }), OPTIONS.signal, [WINDOW]);

    expect(pages.flatMap(({ records }) => records).map(({ operationType, customerName }) => [operationType, customerName])).toEqual([
      ['create_order', 'Relecloud'], ['update_customer_user_licenses', 'Relecloud'], ['create_order', 'Customer'],
    ]);
    expect(JSON.stringify(pages)).not.toContain('eyJpZCI6');
  });

  it('sends what Microsoft’s page asks for, and no more', async () => {
    const stand = await partnerCenter();

    await readAll(sourceAt(stand.url, { newId: () => 'page-id' }), OPTIONS.signal, [WINDOW]);

    expect(stand.requests).toMatchObject([{
      method: 'GET', path: '/v1/auditrecords', search: 'startDate=2026-11-10&endDate=2026-11-20&size=500', authorization: 'bearer', correlationId: 'the-command', requestId: 'page-id',
      headers: { 'accept': 'application/json', 'accept-encoding': 'gzip', 'ms-contract-version': 'v1', 'x-locale': 'en-US', 'ms-partnercenter-application': 'partner-center-audit-bot' },
    }]);
  });

  it('reads every window of a plan with its filter, newest first', async () => {
    const stand = await partnerCenter({ records: someRecords(2_000, 60_000) });
    const windows = [{ first: '2026-11-20', last: '2026-11-20' }, { first: '2026-11-19', last: '2026-11-19' }];
    const serverFilter = { field: 'ResourceType', value: 'Order' } as const;

    const pages = [];
    for await (const page of sourceAt(stand.url).pages({ windows, serverFilter }, OPTIONS)) pages.push(page);

    const read = Map.groupBy(pages, ({ window }) => window.first);
    const recordsOf = (day: string) => read.get(day)?.reduce((sum, { records, repeats }) => sum + records.length - repeats, 0);
    expect([recordsOf('2026-11-20'), recordsOf('2026-11-19')]).toEqual([901, 1_099]);
    expect(new Set(stand.requests.map(({ query }) => query['filter']))).toEqual(new Set(['{"Field":"ResourceType","Value":"Order","Operator":"equals"}']));
  });

  it('puts first what it does not count of a day more, asked for while nobody knows how end dates are read', async () => {
    const items = ['2026-11-19T23:59:59.0000000Z', '2026-11-20T00:00:01.0000000Z'].map((operationDate) => anItem({ operationDate }));
    const { url } = await serve((request, response) => response.end(aPage(request.url?.includes('endDate=2026-11-20') ? items : [])));

    const pages = await readAll(sourceAt(url), OPTIONS.signal, [{ first: '2026-11-19', last: '2026-11-19' }]);

    expect(pages.at(-1)).toMatchObject({ repeats: 1, records: [{ operationDate: items[1]?.operationDate }, { operationDate: items[0]?.operationDate }] });
  });

  it.each<[string, Fault | undefined]>([['links with a header token', undefined], ['a token and no link', { kind: 'tokenOnlyInBody' }], ['links with two question marks', { kind: 'malformedNext' }]])('reads 1,234 records over %s', async (_, fault) => {
    const stand = await partnerCenter({ records: someRecords(1_234) });
    stand.faults.whenever(() => fault);

    const pages = await readAll(sourceAt(stand.url));

    expect(pages.map(({ records }) => records.length)).toEqual([500, 500, 234]);
    expect(idsOf(pages)).toEqual(someRecords(1_234).map(({ id }) => id));
    expect(new Set(stand.requests.map(({ requestId }) => requestId)).size).toBe(3);
    expect(new Set(stand.requests.map(({ correlationId }) => correlationId))).toEqual(new Set(['the-command']));
  });

  it('hands back header tokens to the letter', async () => {
    const token = 'AQAAAA==,a/b+c=&d%20"e';
    const { url, seen } = await serve((request, response) => {
      const next = { uri: '/auditrecords?x=1', method: 'GET', headers: [{ key: 'MS-ContinuationToken', value: token }] };
      response.end(request.headers['ms-continuationtoken'] ? aPage([anItem()]) : aPage([anItem()], { links: { next } }));
    });

    const pages = await readAll(sourceAt(url));

    expect(pages).toHaveLength(2);
    expect(seen[1]?.headers['ms-continuationtoken']).toBe(token);
    expect(seen[1]?.url).toBe('/v1/auditrecords?x=1');
  });

  it('goes on over empty pages and reads a byte order mark', async () => {
    const stand = await partnerCenter();
    stand.faults.next({ kind: 'emptyPages' }, 3);
    stand.faults.next({ kind: 'bom' });

    const pages = await readAll(sourceAt(stand.url));

    expect(pages.map(({ records }) => records.length)).toEqual([0, 0, 0, 3]);
  });

  it('counts items that are no records', async () => {
    const stand = await partnerCenter();
    stand.faults.next({ kind: 'badItem' });

    const pages = await readAll(sourceAt(stand.url));

    expect(pages.map(({ records, unreadable }) => [records.length, unreadable])).toEqual([[3, 2]]);
  });

  it.each(['absolute', 'without a scheme'])('never follows a link to another origin, %s, nor sends it the token', async (form) => {
    const other = await serve((_, response) => response.end(aPage([])));
    const stand = await partnerCenter();
    const uri = `${other.url}/v1/auditrecords`;
    stand.faults.next({ kind: 'foreignNext', uri: form === 'absolute' ? uri : uri.slice('http:'.length) });

    const problem = await problemOf(readAll(sourceAt(stand.url)));

    expect(problem).toMatchObject({ kind: 'bad-answer', retryable: false });
    expect(other.seen).toHaveLength(0);
    expect(stand.requests).toHaveLength(1);
  });

  it('follows no redirect with the token', async () => {
    const other = await serve((_, response) => response.end(aPage([])));
    const { url } = await serve((_, response) => response.writeHead(307, { Location: other.url }).end());

    const problem = await problemOf(readAll(sourceAt(url)));

    expect(problem).toMatchObject({ kind: 'bad-answer', retryable: false });
    expect(other.seen).toHaveLength(0);
  });

  it.each<[string, Fault, RegExp]>([
    ['a page that leads to itself', { kind: 'repeatToken' }, /a second time/], ['pages that are always empty', { kind: 'emptyPages' }, /6 pages without a record/],
  ])('says so instead of walking %s for ever', async (_, fault, words) => {
    const stand = await partnerCenter();
    stand.faults.whenever(() => fault);

    const problem = await problemOf(readAll(sourceAt(stand.url, { walkLimits: { pages: 100, emptyPagesInARow: 5 } })));

    expect(problem).toMatchObject({ kind: 'bad-answer', retryable: false, correlationId: 'the-command', whatHappened: expect.stringMatching(words) });
  });

  it('says so instead of cutting an answer off at its page limit', async () => {
    const stand = await partnerCenter({ records: someRecords(1_600) });

    const problem = await problemOf(readAll(sourceAt(stand.url, { walkLimits: { pages: 3, emptyPagesInARow: 5 } })));

    expect(problem).toMatchObject({ kind: 'bad-answer', whatHappened: expect.stringContaining('after 3 pages') });
    expect(stand.requests).toHaveLength(3);
  });
});
