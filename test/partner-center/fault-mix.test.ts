import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fault, SeenRequest } from '../../sandbox/partner-center/faults.ts';
import { walk, type Walk, type Walked } from './faulty-walk.ts';

/** Drawn mixes: a few with every run of the tests, many with `LONG=1`. A failure prints its seed, and `SEED` draws the same again. */
const RUNS = process.env['LONG'] ? 200 : 8;
const SEED = Number(process.env['SEED'] ?? Math.trunc(Math.random() * 2 ** 31));

const isContinued = ({ headers }: SeenRequest): boolean => headers['ms-continuationtoken'] !== undefined;

/** Faults that pass or only bend an answer: the search must get over them. */
const PASSING: Readonly<Record<string, (request: SeenRequest) => Fault | undefined>> = {
  '429 with seconds': () => ({ kind: 'throttle', retryAfter: 0 }),
  '429 with a date': () => ({ kind: 'throttle', retryAfter: 'Sat, 21 Nov 2026 11:00:00 GMT' }),
  '429 with nothing': () => ({ kind: 'throttle', retryAfter: null }),
  '500': () => ({ kind: 'status', status: 500 }),
  '502 with a page': () => ({ kind: 'status', status: 502, html: '<h1>Bad Gateway</h1>' }),
  '504': () => ({ kind: 'status', status: 504 }),
  'HTML': () => ({ kind: 'html', status: 503 }),
  'a reset': () => ({ kind: 'reset' }),
  'a cut body': () => ({ kind: 'cut' }),
  'a slow answer': () => ({ kind: 'slow', ms: 15 }),
  'no answer': () => ({ kind: 'hang' }),
  'an expired token': () => ({ kind: 'unauthorized', reason: 'expired' }),
  'overlapping pages': () => ({ kind: 'duplicates' }),
  'empty pages': () => ({ kind: 'emptyPages' }),
  'wrong totals': () => ({ kind: 'wrongTotal', total: 3 }),
  'a total of none': () => ({ kind: 'wrongTotal', total: 0 }),
  'a byte order mark': () => ({ kind: 'bom' }),
  'two question marks': () => ({ kind: 'malformedNext' }),
  'a token without a link': () => ({ kind: 'tokenOnlyInBody' }),
  'items that are no records': () => ({ kind: 'badItem' }),
  'a continuation that dies': (request) => (isContinued(request) ? { kind: 'status', status: 400 } : undefined),
};

/** Faults that nobody can get over: the search must say so. */
const FATAL: Readonly<Record<string, () => Fault>> = {
  'HTML as a success': () => ({ kind: 'html', status: 200 }),
  'a refusal': () => ({ kind: 'forbidden', code: '900150' }),
  'a link elsewhere': () => ({ kind: 'foreignNext', uri: '//evil.example/v1/auditrecords' }),
};

const PLAIN: Walk = {
  seed: 'plain', records: 3_000, days: 20, concurrency: 4, standIn: {}, faultOf: () => undefined,
};

function expectAll({ problem, read, truth, permitsOut }: Walked): void {
  expect(problem).toBeUndefined();
  expect(read).toEqual(truth);
  expect(permitsOut).toBe(0);
}

describe('partner-center/fault-mix', () => {
  it('has a log whose heaviest day takes several pages', async () => {
    const walked = await walk(PLAIN);

    expectAll(walked);
    expect(walked.recordsRead).toBe(3_000);
    expect(walked.mostAtOnce).toBe(4);
  });

  it.each(Object.keys(PASSING))('reads every record once when every fifth request meets %s', async (name) => {
    const walked = await walk({ ...PLAIN, seed: name, faultOf: (request) => (request.ordinal % 5 === 2 ? PASSING[name]?.(request) : undefined) });

    expectAll(walked);
    if (name !== 'overlapping pages') expect(walked.recordsRead).toBe(3_000);
  });

  it.each(Object.keys(FATAL))('ends with a Problem when a request in the middle meets %s', async (name) => {
    const { problem, permitsOut } = await walk({ ...PLAIN, seed: name, faultOf: ({ ordinal }) => (ordinal === 9 ? FATAL[name]?.() : undefined) });

    expect(problem).toMatchObject({ retryable: false, kind: expect.stringMatching(/^(?:bad-answer|not-allowed)$/) });
    expect(permitsOut).toBe(0);
  });

  it('names the days that are missing when the service does not recover', async () => {
    const { problem, permitsOut } = await walk({ ...PLAIN, faultOf: ({ ordinal }) => (ordinal > 6 ? { kind: 'status', status: 500 } : undefined) });

    expect(problem).toMatchObject({ kind: 'unavailable', retryable: true, whatHappened: expect.stringMatching(/HTTP 500\)\. Not read: .*\d+ \w{3} 2026\.$/) });
    expect(permitsOut).toBe(0);
  });

  const readings = (['inclusive', 'exclusive'] as const).flatMap((endDate) => (['refuse', 'cut'] as const).flatMap((longWindow) =>
    ([undefined, endDate] as const).flatMap((remembered) => [1, 2, 30, 45, 89].map((days) => ({ endDate, longWindow, remembered, days })))));
  it.each(readings)('loses nothing in $days days with an end date read as $endDate (known as $remembered), long windows: $longWindow', async ({ endDate, longWindow, remembered, days }) => {
    const walked = await walk({ ...PLAIN, seed: `${days}`, records: 1_200, days, standIn: { endDate, longWindow }, ...(remembered && { remembered }) });

    expectAll(walked);
    expect(walked.recordsRead).toBe(1_200);
  });

  it('loses nothing that was there when it began while records come in', async () => {
    const walked = await walk({ ...PLAIN, seed: 'arrivals', arriveWith: 7 });

    expect(walked.problem).toBeUndefined();
    expect(walked.read).toEqual(expect.arrayContaining([...walked.truth]));
    expect([...walked.truth, ...walked.arrived]).toEqual(expect.arrayContaining([...walked.read]));
  });

  const drawn = fc.record({
    seed: fc.string({ minLength: 4, maxLength: 8 }), records: fc.integer({ min: 0, max: 6_000 }), days: fc.integer({ min: 1, max: 89 }), concurrency: fc.integer({ min: 1, max: 8 }),
    endDate: fc.constantFrom('inclusive', 'exclusive'), longWindow: fc.constantFrom('refuse', 'cut'), isRemembered: fc.boolean(),
    share: fc.double({ min: 0, max: 0.3, noNaN: true }), kinds: fc.uniqueArray(fc.constantFrom(...Object.keys(PASSING)), { minLength: 1, maxLength: 6 }),
    fatal: fc.option(fc.constantFrom(...Object.keys(FATAL)), { freq: 5, nil: undefined }), arriveWith: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
  });
  it(`reads everything or says what is missing, for ${RUNS} drawn mixes`, { timeout: 20_000 + RUNS * 10_000 }, async () => {
    await fc.assert(fc.asyncProperty(drawn, async ({ share, kinds, fatal, arriveWith, endDate, longWindow, isRemembered, ...rest }) => {
      const walked = await walk({
        ...rest, standIn: { endDate, longWindow }, ...(isRemembered && { remembered: endDate }), ...(arriveWith !== undefined && { arriveWith }),
        faultOf(request, chance) {
          if (fatal !== undefined && chance() < 0.02) return FATAL[fatal]?.();
          return chance() < share ? PASSING[kinds[Math.floor(chance() * kinds.length)] ?? '']?.(request) : undefined;
        },
      });

      expect(walked.permitsOut).toBe(0);
      expect(walked.mostAtOnce).toBeLessThanOrEqual(rest.concurrency);
      if (walked.problem) {
        expect(walked.problem.whatHappened).toMatch(/Not read: .*\d{4}\.$|lacks the role|does not accept/);
      } else {
        expect(walked.read).toEqual(expect.arrayContaining([...walked.truth]));
        expect(new Set([...walked.truth, ...walked.arrived])).toEqual(new Set([...walked.truth, ...walked.arrived, ...walked.read]));
      }
    }), { seed: SEED, numRuns: RUNS, endOnFailure: RUNS > 50 });
  });
});
