import { describe, expect, it } from 'vitest';
import { tokenErrors, type TokenError } from '../../sandbox/entra/errors.ts';
import { problemOf } from './loopback.ts';
import { CLIENT, signal, tokenIn, withCertificate, withPerson } from './signing-in.ts';

function refusal(number: number, error = 'invalid_grant', suberror?: string): TokenError {
  return { status: 400, error, number, message: 'x', ...(suberror !== undefined && { suberror }) };
}

describe('partner-center/sign-in-sentences', () => {
  it.each<[string, TokenError, RegExp, RegExp]>([
    ['expired', tokenErrors.expiredRefreshToken(), /has expired: it was not used for 90 days \(AADSTS700082\)\.$/, /signs in again/],
    ['expired, in the older number', refusal(70008), /has expired/, /signs in again/],
    ['ended by a policy', refusal(70043, 'invalid_grant', 'bad_token'), /limits how long a sign-in lasts/, /excludes the account from that limit/],
    ['revoked', tokenErrors.revokedRefreshToken(), /was revoked/, /signs in again/],
    ['without a second factor', tokenErrors.mfaRequired(), /for multi-factor authentication/, /with multi-factor authentication/],
    ['without strong authentication', refusal(50074), /for multi-factor authentication/, /with multi-factor authentication/],
    ['never registered for a second factor', refusal(50079, 'interaction_required'), /register for multi-factor/, /registers the account/],
    ['without consent', refusal(65001, 'invalid_grant', 'consent_required'), /did not consent/, /grants admin consent/],
    ['blocked by a policy', refusal(53003, 'invalid_grant'), /policy blocks the account/, /excludes the account/],
    ['of a disabled account', refusal(50057), /is disabled/, /enables it/],
    ['no refresh token at all', tokenErrors.malformedRefreshToken(), /is no refresh token/, /puts a new refresh token/],
    ['refused for another reason', refusal(70000), /no longer takes the refresh token of the bot \(AADSTS70000\)\.$/, /signs in again/],
    ['in need of a person for another reason', refusal(50058, 'login_required'), /no longer takes the refresh token/, /signs in again/],
  ])('says what an administrator does about a token that is %s', async (_, error, whatHappened, whatToDo) => {
    const { stand, signIn, path, given } = await withPerson();
    stand.faults.next({ kind: 'error', error });

    const problem = await problemOf(signIn.token(signal));

    expect(problem).toMatchObject({ kind: 'sign-in', retryable: false, whatHappened: expect.stringMatching(whatHappened), whatToDo: expect.stringMatching(whatToDo) });
    expect(stand.requests).toHaveLength(1);
    expect(tokenIn(path)).toBe(given);
  });

  it('keeps the words for faults of the app', async () => {
    const { stand, signIn } = await withPerson();
    stand.faults.next({ kind: 'error', error: tokenErrors.expiredSecret(CLIENT) });

    const problem = await problemOf(signIn.token(signal));

    expect(problem.whatToDo).toContain('PARTNER_CLIENT_SECRET');
  });

  it.each([[1000502, /has expired or is not valid yet/, /creates a new one/], [50013, /does not accept what the bot signed/, /uploads the certificate/]])('has words for AADSTS%i', async (number, whatHappened, whatToDo) => {
    const { stand, signIn } = await withCertificate();
    stand.faults.next({ kind: 'error', error: refusal(number, 'invalid_client') });

    const problem = await problemOf(signIn.token(signal));

    expect(problem).toMatchObject({ whatHappened: expect.stringMatching(whatHappened), whatToDo: expect.stringMatching(whatToDo) });
  });

  it.each([['ahead', -11], ['behind', 11]])('says that the clock of this machine is wrong when it is eleven minutes %s', async (_, minutes) => {
    const { signIn } = await withCertificate({ now: () => new Date(Date.now() + minutes * 60_000) });

    const problem = await problemOf(signIn.token(signal));

    expect(problem).toMatchObject({ kind: 'sign-in', retryable: false, whatHappened: expect.stringContaining('does not accept the time of the bot’s sign-in'), whatToDo: expect.stringContaining('sets the clock') });
  });
});
