import { describe, expect, it } from 'vitest';
import { denied, expiredToken, gatewayPage, invalidRequest, mfaRequiredEmpty, plainStatus, throttled, codedError, type ErrorAnswer } from '../../sandbox/partner-center/errors.ts';
import { faultOfAnswer, faultOfError, faultOfReading } from '../../src/partner-center/faults.ts';
import type { HttpAnswer } from '../../src/partner-center/http.ts';

const OURS = { correlationId: 'ours', now: new Date('2026-11-21T12:00:00Z'), signsIn: 'app' } as const;

function answer({ status, reason = '', body, headers = {} }: ErrorAnswer): HttpAnswer {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return { status, reason, text: body, header: (name) => lower[name.toLowerCase()] };
}

function faultOf(error: ErrorAnswer) {
  return faultOfAnswer(answer(error), OURS);
}

describe('partner-center/faults', () => {
  it.each<[string, ErrorAnswer, string, string, RegExp, RegExp]>([
    ['a bad date', invalidRequest(), 'bad-request', 'none', /did not accept the question \(HTTP 400, “The request is invalid\.”\)/, /Change the search/],
    ['bad input', plainStatus(400), 'bad-request', 'none', /code 800002, “The request input is invalid\.”/, /Change the search/],
    ['a bad property', codedError(400, '3000', 'Invalid property'), 'bad-request', 'none', /code 3000/, /Change the search/],
    ['an unknown resource type', codedError(400, '900126', 'Enum'), 'bad-request', 'none', /resource type/, /Leave the resource out/],
    ['a newer form', { status: 400, body: '{"error":{"code":"BadRequest","message":"No good","innerError":null,"target":null}}' }, 'bad-request', 'none', /code BadRequest, “No good”/, /Change the search/],
    ['a code that is no code', denied(403, 'constructor'), 'not-allowed', 'none', /./, /./],
    ['the legacy audience', denied(401, '900420'), 'sign-in', 'mend-sign-in', /900420/, /PARTNER_CLOUD/],
    ['MFA in the body', denied(401, '900421'), 'sign-in', 'mend-sign-in', /multi-factor/, /switches the bot to app\+user/],
    ['MFA in the reason phrase', mfaRequiredEmpty, 'sign-in', 'mend-sign-in', /multi-factor/, /switches the bot to app\+user/],
    ['an expired token', expiredToken, 'sign-in', 'new-token', /does not accept the bot’s token/, /App management/],
    ['a missing token', denied(401, '800001'), 'sign-in', 'new-token', /does not accept/, /App management/],
    ['a bare 401', { status: 401, body: '' }, 'sign-in', 'new-token', /does not accept/, /App management/],
    ['a missing role', denied(403, '900150'), 'not-allowed', 'mend-sign-in', /role .*900150/, /registers the app/],
    ['another missing role', denied(403, '900308'), 'not-allowed', 'mend-sign-in', /role .*900308/, /registers the app/],
    ['Conditional Access', denied(403, '900309'), 'not-allowed', 'mend-sign-in', /Conditional Access/, /excludes the app from the policy/],
    ['app-only refused', denied(403, '900329'), 'not-allowed', 'mend-sign-in', /app alone/, /switches the bot to app\+user sign-in: PARTNER_REFRESH_TOKEN_FILE/],
    ['access denied', denied(403, '2032'), 'not-allowed', 'none', /code 2032/, /App management/],
    ['no relationship', denied(403, '20002'), 'not-allowed', 'none', /code 20002/, /App management/],
    ['not found', plainStatus(404), 'bad-request', 'none', /code 1000/, /PARTNER_CENTER_URL/],
    ['another 4xx', plainStatus(409), 'bad-request', 'none', /HTTP 409/, /Change the search/],
    ['a server fault', plainStatus(500), 'unavailable', 'retry', /HTTP 500/, /few minutes/],
    ['a gateway’s page', gatewayPage(503), 'unavailable', 'retry', /HTTP 503/, /few minutes/],
    ['a bad gateway', gatewayPage(502), 'unavailable', 'retry', /HTTP 502/, /few minutes/],
    ['a gateway’s time-out', gatewayPage(504), 'unavailable', 'retry', /HTTP 504/, /few minutes/],
    ['a time-out', plainStatus(408), 'unavailable', 'retry', /HTTP 408/, /few minutes/],
    ['not implemented', plainStatus(501), 'unavailable', 'none', /HTTP 501/, /few minutes/],
    ['a redirect', { status: 302, body: '' }, 'bad-answer', 'none', /HTTP 302/, /proxy/],
  ])('classifies %s', (_, error, kind, remedy, whatHappened, whatToDo) => {
    const fault = faultOf(error);

    expect(fault).toMatchObject({ remedy, problem: { kind, retryable: remedy === 'retry', correlationId: 'ours' } });
    expect(fault.problem.whatHappened).toMatch(whatHappened);
    expect(fault.problem.whatToDo).toMatch(whatToDo);
  });

  it.each([
    ['seconds', throttled(57), 57_000], ['a date', throttled('Sat, 21 Nov 2026 12:00:05 GMT'), 5_000], ['nothing', throttled(null), undefined],
    ['a sentence', { status: 429, body: '{"statusCode":429,"message":"Try again in 9 seconds."}' }, 9_000],
    ['seconds with a 503', { status: 503, body: '', headers: { 'Retry-After': '3' } }, 3_000],
  ])('reads from a throttled answer with %s how long to wait', (_, error, retryAfterMs) => {
    const { remedy, problem } = faultOf(error);

    expect({ remedy, kind: problem.kind, retryable: problem.retryable, retryAfterMs: problem.retryAfterMs }).toEqual({ remedy: 'retry', kind: 'throttled', retryable: true, retryAfterMs });
  });

  it.each([['ahead', '11:50:00'], ['behind', '12:10:00']])('reads a date by the clock that wrote it, where ours is ten minutes %s', (_, theirs) => {
    const headers = { 'Date': `Sat, 21 Nov 2026 ${theirs} GMT`, 'Retry-After': `Sat, 21 Nov 2026 ${theirs.slice(0, -2)}20 GMT` };

    expect(faultOf({ status: 429, body: '', headers }).problem.retryAfterMs).toBe(20_000);
  });

  it('names the correlation id of the answer where it has a proper one', () => {
    const theirs = faultOf({ status: 500, body: '', headers: { 'MS-CorrelationId': '94588c3f-5e41-4dbd-986f-1d5146453a46' } });
    const odd = ['<!channel> ', 'a-word-that-is-no-id', 'eyJhbGciOiJub25lIn0'].map((id) => faultOf({ status: 500, body: '', headers: { 'MS-CorrelationId': id } }).problem.correlationId);

    expect([theirs.problem.correlationId, ...odd]).toEqual(['94588c3f-5e41-4dbd-986f-1d5146453a46', 'ours', 'ours', 'ours']);
  });

  it('quotes a foreign sentence on one line, short and without secrets', () => {
    const message = `bad\r\n\u0000\u202Etoken: abc123, password=hunter2; Bearer abc.def ${'😀'.repeat(400)}`;

    const { whatHappened } = faultOf({ status: 400, body: JSON.stringify({ message }) }).problem;

    expect(whatHappened).not.toMatch(/abc|hunter2|[\p{C}]/u);
    expect(whatHappened.length).toBeLessThan(220);
    expect(whatHappened.isWellFormed()).toBe(true);
    expect(whatHappened).toMatch(/…”\)\.$/);
  });

  it.each(['{"code":{"a":1},"description":["x"]}', '[1]', '"x"', 'null', '{"error":"text"}', '{"code":"<script>"}', '<html>'])('makes nothing of the body %j', (body) => {
    expect(faultOf({ status: 400, body }).problem.whatHappened).toBe('Partner Center did not accept the question (HTTP 400).');
  });

  it('classifies successes that hold no page', () => {
    const of = (kind: Parameters<typeof faultOfReading>[0]) => faultOfReading(kind, answer({ status: 200, body: '' }), 'ours');

    expect(of('cut')).toMatchObject({ remedy: 'retry', problem: { kind: 'bad-answer', retryable: true } });
    expect(of('no-json')).toMatchObject({ remedy: 'none', problem: { kind: 'bad-answer', retryable: false, correlationId: 'ours' } });
    expect(of('no-page')).toMatchObject({ remedy: 'none', problem: { kind: 'bad-answer', retryable: false } });
  });

  it.each([
    ['UND_ERR_HEADERS_TIMEOUT', 'unavailable', true, /in time/], ['UND_ERR_CONNECT_TIMEOUT', 'unavailable', true, /in time/], ['ECONNRESET', 'unavailable', true, /broke off/],
    ['UND_ERR_SOCKET', 'unavailable', true, /broke off/], ['Z_DATA_ERROR', 'unavailable', true, /broke off/], ['HPE_INVALID_CONSTANT', 'unavailable', true, /broke off/],
    ['ENOTFOUND', 'unavailable', true, /cannot be reached \(ENOTFOUND\)/], ['EAI_AGAIN', 'unavailable', true, /cannot be reached/], ['ECONNREFUSED', 'unavailable', true, /cannot be reached/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unavailable', false, /certificate/], ['CERT_HAS_EXPIRED', 'unavailable', false, /certificate/], ['DEPTH_ZERO_SELF_SIGNED_CERT', 'unavailable', false, /certificate/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'unavailable', false, /certificate/], ['ERR_BUFFER_TOO_LARGE', 'bad-answer', false, /too large/], ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'bad-answer', false, /too large/],
  ] as const)('classifies the network’s %s', (code, kind, retryable, words) => {
    const fault = faultOfError(Object.assign(new Error('x'), { code }), 'ours');

    expect(fault).toMatchObject({ remedy: retryable ? 'retry' : 'none', problem: { kind, retryable, correlationId: 'ours', whatHappened: expect.stringMatching(words) } });
  });

  it('leaves errors that are nobody’s network alone', () => {
    expect(faultOfError(new TypeError('a mistake of ours'), 'ours')).toBeUndefined();
    expect(faultOfError('text', 'ours')).toBeUndefined();
  });
});
