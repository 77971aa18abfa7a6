import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Fault } from '../../sandbox/partner-center/faults.ts';
import { memoryEndDateReading } from '../../sandbox/memory.ts';
import { connectPartnerCenter } from '../../src/partner-center/connect.ts';
import { createRecordLookup, type RecordLookupDeps } from '../../src/partner-center/record-by-id.ts';
import { RETRY_LIMITS } from '../../src/partner-center/retry-timing.ts';
import { anItem, holding, keptLog, openGate, OPTIONS, partnerCenter, problemOf, serve, testDispatcher } from './loopback.ts';
import { bySecret, CLIENT, entra, TENANT, withPerson } from './signing-in.ts';

const ID = '3b33e682-00c3-41ee-9dd2-a548adf56438_0efa1f31_a/b é%2F..?#_createorder_637346662909268372';
const RECORD = anItem({ id: ID, customerName: 'Relecloud', resourceNewValue: '{"Id":"x","Password":"hunter2"}' });

function lookupAt(apiUrl: string, overrides: Partial<RecordLookupDeps> = {}) {
  return createRecordLookup({
    apiUrl, signIn: holding('good'), gate: openGate(), dispatcher: testDispatcher(), clock: () => new Date(), random: () => 0, log: keptLog(), newId: randomUUID,
    retryLimits: { ...RETRY_LIMITS, firstWaitMs: 10 }, ...overrides,
  });
}

describe('partner-center/record-by-id', () => {
  it('finds a record by its id, whatever the id holds, and masks it', async () => {
    const stand = await partnerCenter({ records: [RECORD] });

    const record = await lookupAt(stand.url).find(ID, OPTIONS);

    expect(record).toEqual({ ...RECORD, resourceNewValue: '{"Id":"x","Password":"[masked]"}' });
    expect(stand.requests).toMatchObject([{
      method: 'GET', path: `/auditactivity/v1/auditrecords/${encodeURIComponent(ID)}`, search: '', authorization: 'bearer', correlationId: 'the-command',
      headers: { 'accept': 'application/json', 'accept-encoding': 'gzip', 'ms-contract-version': 'v1', 'ms-partnercenter-application': 'partner-center-audit-bot' },
    }]);
  });

  it('is found beside the source, with a real sign-in', async () => {
    const directory = await entra();
    const stand = await partnerCenter({ records: [RECORD], acceptToken: directory.accepts });
    const connected = connectPartnerCenter({
      tenantId: TENANT, clientId: CLIENT, credential: bySecret, cloud: 'global', partnerCenterUrl: stand.url, entraAuthorityUrl: directory.url, environment: {}, gate: openGate(), concurrency: 4,
      endDateReading: memoryEndDateReading(), clock: () => new Date(), random: () => 0, newId: randomUUID, log: keptLog(),
    });
    onTestFinished(() => connected.close());

    const record = await connected.lookup.find(ID, OPTIONS);

    expect(record?.customerName).toBe('Relecloud');
  });

  it('gives nothing where the service answers null, 404 or an empty 204', async () => {
    const stand = await partnerCenter({ records: [RECORD] });
    const none = await serve((_, response) => response.writeHead(204).end());
    const lookup = lookupAt(stand.url);

    const unknown = await lookup.find('another-id', OPTIONS);
    stand.faults.next({ kind: 'status', status: 404 });
    const missing = await lookup.find(ID, OPTIONS);
    const empty = await lookupAt(none.url).find(ID, OPTIONS);

    expect([unknown, missing, empty]).toEqual([undefined, undefined, undefined]);
    expect(stand.requests).toHaveLength(2);
  });

  it.each(['', ' ', '.', '..', 'a\r\nb', 'a\u0000', '\ud800', '\u202eabc', 'x'.repeat(513)])('asks nothing for %j, which is no id', async (id) => {
    const stand = await partnerCenter({ records: [RECORD] });

    const problem = await problemOf(lookupAt(stand.url).find(id, OPTIONS));

    expect(problem).toMatchObject({ kind: 'bad-request', retryable: false });
    expect(stand.requests).toHaveLength(0);
  });

  it.each(['%2e%2e', '../../generatetoken', '...', '//evil.example/x', 'a?b=c#d', '<!channel>', 'x'.repeat(512)])('stays below its path with the id %j', async (id) => {
    const stand = await partnerCenter({ records: [anItem({ id })] });

    const record = await lookupAt(stand.url).find(id, OPTIONS);

    expect(record?.id).toBe(id);
    expect(stand.requests[0]?.path).toMatch(/^\/auditactivity\/v1\/auditrecords\/[^/]+$/);
  });

  it.each<Fault>([{ kind: 'status', status: 500 }, { kind: 'reset' }, { kind: 'cut' }, { kind: 'throttle', retryAfter: 0 }, { kind: 'unauthorized', reason: 'expired' }, { kind: 'bom' }])('gets over %j', async (fault) => {
    const stand = await partnerCenter({ records: [RECORD] });
    stand.faults.next(fault);
    const gate = openGate();

    const record = await lookupAt(stand.url, { gate }).find(ID, OPTIONS);

    expect(record?.id).toBe(ID);
    expect(new Set(stand.requests.map(({ requestId }) => requestId)).size).toBe(1);
    expect(gate.inside).toBe(0);
  });

  it('closes the gate for all as long as a 429 says', async () => {
    const stand = await partnerCenter({ records: [RECORD] });
    stand.faults.next({ kind: 'throttle', retryAfter: 7_200 });
    const gate = openGate();

    const problem = await problemOf(lookupAt(stand.url, { gate }).find(ID, OPTIONS));

    expect(problem).toMatchObject({ kind: 'throttled', retryable: true, retryAfterMs: 7_200_000 });
    expect(gate.closures).toEqual([7_200_000]);
  });

  it.each<[string, string, RegExp]>([
    ['a page of a gateway', '<html>Not Found</html>', /no JSON/], ['another record', JSON.stringify(anItem({ id: 'another' })), /another record/], ['no record', '{"a":1}', /no record/], ['a list', '[]', /no record/],
    ['something without end', `{"id":"x","a":${'['.repeat(90)}${']'.repeat(90)}}`, /no record/],
  ])('takes %s for no answer', async (_, body, words) => {
    const { url, seen } = await serve((_request, response) => response.end(body));

    const problem = await problemOf(lookupAt(url).find(ID, OPTIONS));

    expect(problem).toMatchObject({ kind: 'bad-answer', retryable: false, correlationId: 'the-command', whatHappened: expect.stringMatching(words) });
    expect(seen).toHaveLength(1);
  });

  it('tells a 404 of a gateway from one of Partner Center', async () => {
    const stand = await partnerCenter();
    stand.faults.next({ kind: 'html', status: 404 });

    const problem = await problemOf(lookupAt(stand.url).find(ID, OPTIONS));

    expect(problem).toMatchObject({ kind: 'bad-answer', whatToDo: expect.stringContaining('PARTNER_CENTER_URL') });
  });

  it('says what an administrator does about a refusal, for the sign-in in use', async () => {
    const { signIn } = await withPerson();
    const stand = await partnerCenter();
    stand.faults.next({ kind: 'forbidden', code: '900308' });

    const problem = await problemOf(lookupAt(stand.url, { signIn }).find(ID, OPTIONS));

    expect(problem).toMatchObject({ kind: 'not-allowed', whatToDo: expect.stringContaining('the Admin agent role') });
  });

  it('stops at once when the signal aborts', async () => {
    const stand = await partnerCenter();
    stand.faults.whenever(() => ({ kind: 'hang' }));
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);

    const stopped = await problemOf(lookupAt(stand.url).find(ID, { ...OPTIONS, signal: controller.signal }));
    const never = await problemOf(lookupAt(stand.url).find(ID, { ...OPTIONS, signal: AbortSignal.abort() }));

    expect([stopped.kind, never.kind]).toEqual(['cancelled', 'cancelled']);
    expect(stand.requests).toHaveLength(1);
  });
});
