import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../sandbox/partner-center/faults.ts';
import { Problem } from '../../src/features/problem.ts';
import { RETRY_LIMITS } from '../../src/partner-center/retry-timing.ts';
import type { SignIn } from '../../src/partner-center/sign-in.ts';
import { anItem, DAYS, holding, idsOf, keptLog, openGate, OPTIONS, partnerCenter, problemOf, readAll, someRecords, sourceAt } from './loopback.ts';

describe('partner-center/walk', () => {
  it('fetches one new token when one is rejected in the middle, and goes on from the same page', async () => {
    const stand = await partnerCenter({ records: someRecords(1_100) });
    const held: string[] = [];
    let token = 'first';
    const signIn: SignIn = { ...holding(token), token: async () => token, refresh: async (rejected) => { held.push(rejected); token = 'second'; return token; } };
    stand.faults.whenever(({ ordinal }) => ordinal === 2 ? { kind: 'unauthorized', reason: 'expired' } : undefined);

    const pages = await readAll(sourceAt(stand.url, { signIn }));

    expect(pages.map(({ records }) => records.length)).toEqual([500, 500, 100]);
    expect(held).toEqual(['first']);
    expect(stand.requests.map(({ status }) => status)).toEqual([200, 401, 200, 200]);
    expect(stand.requests[1]?.requestId).toBe(stand.requests[2]?.requestId);
  });

  it('gives up when the new token is rejected as well', async () => {
    const stand = await partnerCenter();
    stand.faults.whenever(() => ({ kind: 'unauthorized', reason: 'expired' }));

    const problem = await problemOf(readAll(sourceAt(stand.url)));

    expect(problem).toMatchObject({ kind: 'sign-in', retryable: false });
    expect(stand.requests).toHaveLength(2);
  });

  it.each<[Fault, string]>([
    [{ kind: 'unauthorized', reason: 'mfaEmpty' }, 'sign-in'], [{ kind: 'unauthorized', reason: '900420' }, 'sign-in'], [{ kind: 'unauthorized', reason: '900421' }, 'sign-in'],
    [{ kind: 'forbidden', code: '900329' }, 'not-allowed'], [{ kind: 'status', status: 400 }, 'bad-request'], [{ kind: 'status', status: 404 }, 'bad-request'], [{ kind: 'html', status: 200 }, 'bad-answer'],
  ])('never asks again after %j', async (fault, kind) => {
    const stand = await partnerCenter();
    stand.faults.next(fault);

    const problem = await problemOf(readAll(sourceAt(stand.url)));

    expect(problem).toMatchObject({ kind, retryable: false });
    expect(stand.requests).toHaveLength(1);
  });

  it.each<Fault>([
    { kind: 'status', status: 408 }, { kind: 'status', status: 500 }, { kind: 'html', status: 503 }, { kind: 'status', status: 504 }, { kind: 'reset' }, { kind: 'cut' }, { kind: 'throttle', retryAfter: 0 }, { kind: 'throttle', retryAfter: null },
  ])('asks again for the same page under the same request id after %j', async (fault) => {
    const stand = await partnerCenter();
    stand.faults.next(fault, 2);
    const log = keptLog();

    const pages = await readAll(sourceAt(stand.url, { log }));

    expect(idsOf(pages)).toEqual(['r-0', 'r-1', 'r-2']);
    expect(stand.requests).toHaveLength(3);
    expect(new Set(stand.requests.map(({ requestId }) => requestId)).size).toBe(1);
    expect(log.lines).toMatchObject([{ facts: { correlationId: 'the-command', retries: 1 } }, { facts: { retries: 2 } }]);
  });

  it('gives up when the retries of a page are spent, or those of the whole search', async () => {
    const page = await partnerCenter();
    page.faults.whenever(() => ({ kind: 'status', status: 500 }));
    const search = await partnerCenter({ records: someRecords(2_000) });
    search.faults.whenever(({ ordinal }) => ordinal % 2 === 1 ? { kind: 'status', status: 500 } : undefined);
    const retryLimits = { ...RETRY_LIMITS, firstWaitMs: 1, searchRetries: 2 };

    const onePage = await problemOf(readAll(sourceAt(page.url)));
    const wholeSearch = await problemOf(readAll(sourceAt(search.url, { retryLimits })));

    expect(onePage).toMatchObject({ kind: 'unavailable', retryable: true, correlationId: 'the-command' });
    expect(page.requests).toHaveLength(5);
    expect(wholeSearch).toMatchObject({ kind: 'unavailable', retryable: true });
    expect(search.requests).toHaveLength(5);
  });

  it('gives up on a Partner Center that nobody can reach', async () => {
    const problem = await problemOf(readAll(sourceAt('http://127.0.0.1:1')));

    expect(problem).toMatchObject({ kind: 'unavailable', retryable: true, whatHappened: 'Partner Center cannot be reached (ECONNREFUSED). Not read: 20 Nov 2026.' });
  });

  it('closes the gate for as long as a 429 says, and comes back no sooner', async () => {
    const stand = await partnerCenter();
    stand.faults.next({ kind: 'throttle', retryAfter: 1 });
    const gate = openGate();
    const begin = performance.now();

    const pages = await readAll(sourceAt(stand.url, { gate }));

    expect(idsOf(pages)).toHaveLength(3);
    expect(gate.closures).toEqual([1_000]);
    expect(performance.now() - begin).toBeGreaterThanOrEqual(990);
  });

  it.each([[57, 57_000], [7_200, 7_200_000], ['Fri, 20 Nov 2026 20:00:00 GMT', 7_200_000]])('closes the gate and hands the wait on when it is longer than half a minute: %s', async (retryAfter, ms) => {
    const stand = await partnerCenter();
    stand.faults.next({ kind: 'throttle', retryAfter });
    const gate = openGate();

    const problem = await problemOf(readAll(sourceAt(stand.url, { gate })));

    expect(problem).toMatchObject({ kind: 'throttled', retryable: true, retryAfterMs: ms });
    expect(gate.closures).toEqual([ms]);
    expect(stand.requests).toHaveLength(1);
  });

  it('passes the gate with every request and gives every permit back', async () => {
    const stand = await partnerCenter({ records: someRecords(1_234) });
    stand.faults.next({ kind: 'reset' });
    const gate = openGate();
    let entries = 0;
    const counting = { ...gate, enter: (signal: AbortSignal) => { entries += 1; return gate.enter(signal); } };

    const pages = await readAll(sourceAt(stand.url, { gate: counting }));

    expect(entries).toBe(stand.requests.length);
    expect(idsOf(pages)).toHaveLength(1_234);
    expect(gate.inside).toBe(0);
  });

  it('stops at once when the signal aborts: during a request, a wait or a wait at the gate', async () => {
    const hanging = await partnerCenter();
    hanging.faults.whenever(() => ({ kind: 'hang' }));
    const failing = await partnerCenter();
    failing.faults.whenever(() => ({ kind: 'throttle', retryAfter: 25 }));
    const gate = openGate();
    const shut = { ...openGate(), enter: (signal: AbortSignal) => sleep(60_000, undefined, { signal, ref: false }).then(() => gate.enter(signal)).catch(() => { throw new Problem({ kind: 'cancelled', retryable: false, whatHappened: 'Stopped.', whatToDo: '' }); }) };
    const controller = new AbortController();
    const begin = performance.now();
    setTimeout(() => controller.abort(), 200);

    const problems = await Promise.all([
      sourceAt(hanging.url, { gate }), sourceAt(failing.url, { gate }), sourceAt(hanging.url, { gate: shut }),
    ].map((source) => problemOf(readAll(source, controller.signal))));

    expect(problems.map(({ kind, retryable }) => [kind, retryable])).toEqual([['cancelled', false], ['cancelled', false], ['cancelled', false]]);
    expect(performance.now() - begin).toBeLessThan(15_000);
    expect(gate.inside).toBe(0);
  });

  it('asks nothing when it was stopped before it began', async () => {
    const stand = await partnerCenter();

    const problem = await problemOf(readAll(sourceAt(stand.url), AbortSignal.abort()));

    expect(problem.kind).toBe('cancelled');
    expect(stand.requests).toHaveLength(0);
  });

  it('asks for no further page when its reader has seen enough', async () => {
    const stand = await partnerCenter({ records: someRecords(1_234) });
    const gate = openGate();

    for await (const page of sourceAt(stand.url, { gate }).pages({ windows: DAYS }, OPTIONS)) if (page.records.length > 0) break;

    expect(stand.requests).toHaveLength(1);
    expect(gate.inside).toBe(0);
  });

  it('lets neither token nor record into its log', async () => {
    const stand = await partnerCenter({ records: [anItem({ customerName: 'Fabrikam' })] });
    stand.faults.next({ kind: 'status', status: 500 });
    const log = keptLog();

    await readAll(sourceAt(stand.url, { log, signIn: holding('S3CRET') }));

    expect(log.lines).toHaveLength(1);
    expect(JSON.stringify(log.lines)).not.toMatch(/S3CRET|Fabrikam/);
  });
});
