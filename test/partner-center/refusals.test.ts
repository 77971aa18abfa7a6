import { readFileSync, writeFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { denied, mfaRequiredEmpty, type ErrorAnswer } from '../../sandbox/partner-center/errors.ts';
import type { Fault } from '../../sandbox/partner-center/faults.ts';
import { faultOfAnswer } from '../../src/partner-center/faults.ts';
import { REFUSALS } from '../../src/partner-center/refusals.ts';
import { SENTENCES, sentenceOf, type SignsIn } from '../../src/partner-center/sign-in-sentences.ts';
import { idsOf, keptLog, partnerCenter, problemOf, readAll, serve, sourceAt } from './loopback.ts';
import { bySecret, CLIENT, entra, signInAt, withCertificate, withPerson } from './signing-in.ts';

const KINDS: readonly SignsIn[] = ['app', 'person'];

const signIns = {
  'a secret': async () => {
    const stand = await entra();
    return { stand, ...signInAt(stand.url, bySecret) };
  },
  'a certificate': withCertificate,
  'a refresh token': withPerson,
};

function ofPartnerCenter(signsIn: SignsIn): readonly string[] {
  const numbered = Object.keys(REFUSALS).map((code): [string, ErrorAnswer] => [code, denied(code === '900420' || code === '900421' ? 401 : 403, code)]);
  const others: readonly [string, ErrorAnswer][] = [
    ['401, empty, MFA in its reason', mfaRequiredEmpty], ['401, empty', { status: 401, body: '' }], ['403 with another number', denied(403, '2032')], ['403, empty', { status: 403, body: '' }],
  ];
  return [...numbered, ...others].map(([name, { status, reason = '', body }]) => {
    const { whatHappened, whatToDo } = faultOfAnswer({ status, reason, text: body, header: () => undefined }, { correlationId: 'c', now: new Date(0), signsIn }).problem;
    return `${name}\n  ${whatHappened}\n  ${whatToDo}\n`;
  });
}

function ofEntra(signsIn: SignsIn): readonly string[] {
  const numbers = Object.keys(SENTENCES[signsIn]).map((number) => sentenceOf(number, { signsIn, isGrant: false }));
  const others = [sentenceOf(undefined, { signsIn, isGrant: true }), sentenceOf('99999', { signsIn, isGrant: true }), sentenceOf('99999', { signsIn, isGrant: false })];
  return [...numbers, ...others].map((sentence) => sentence.join('\n  ') + '\n');
}

describe('partner-center/refusals', () => {
  it('has the sentences that were agreed on, for each kind of sign-in', async () => {
    const book = KINDS.flatMap((kind) => [`# Partner Center, ${kind}\n`, ...ofPartnerCenter(kind), `# Entra, ${kind}\n`, ...ofEntra(kind)]).join('\n');

    await expect(book).toMatchFileSnapshot('./sentences.golden.txt');
  });

  it('has a line in docs/sign-in.md for each number whose cure depends on the sign-in', () => {
    const page = readFileSync(new URL('../../docs/sign-in.md', import.meta.url), 'utf8');
    const section = page.split('## When Partner Center refuses')[1]?.split('\n## ')[0] ?? '';

    const told = [...section.matchAll(/\b9\d{5}\b/g)].map(([number]) => number);

    expect(told).toEqual(Object.keys(REFUSALS).filter((number) => REFUSALS[number]?.app !== REFUSALS[number]?.person));
  });

  it.each(KINDS)('tells %s nothing of the other kind of sign-in', (kind) => {
    const said = [...ofPartnerCenter(kind), ...ofEntra(kind)].join('\n');

    expect(said).not.toMatch(kind === 'app' ? /account whose refresh token|signs in again|bot’s account/ : /app\+user|an app (?:alone )?cannot do/);
  });

  it.each<[keyof typeof signIns, Fault, RegExp]>([
    ['a secret', { kind: 'unauthorized', reason: '900421' }, /^An administrator switches the bot to app\+user/],
    ['a certificate', { kind: 'unauthorized', reason: '900421' }, /^An administrator switches the bot to app\+user/],
    ['a refresh token', { kind: 'unauthorized', reason: '900421' }, /^An administrator signs in again as that account with multi-factor/],
    ['a certificate', { kind: 'unauthorized', reason: 'mfaEmpty' }, /^An administrator switches the bot to app\+user/],
    ['a refresh token', { kind: 'unauthorized', reason: 'mfaEmpty' }, /^An administrator signs in again as that account with multi-factor/],
    ['a secret', { kind: 'forbidden', code: '900150' }, /^An administrator registers the app/],
    ['a certificate', { kind: 'forbidden', code: '900308' }, /^An administrator registers the app/],
    ['a refresh token', { kind: 'forbidden', code: '900308' }, /^An administrator gives the account .* the Admin agent role/],
    ['a secret', { kind: 'unauthorized', reason: '400' }, /^An administrator checks PARTNER_TENANT_ID, and that the app is registered/],
    ['a refresh token', { kind: 'unauthorized', reason: '400' }, /^An administrator checks that the account .* is an Admin agent/],
    ['a refresh token', { kind: 'forbidden', code: '900329' }, /^An administrator signs in again as an Admin agent/],
  ])('tells whoever signs in with %s about %j what to do', async (how, fault, whatToDo) => {
    const { signIn } = await signIns[how]();
    const service = await partnerCenter();
    service.faults.whenever(() => fault);

    const problem = await problemOf(readAll(sourceAt(service.url, { signIn })));

    expect(problem.whatToDo).toMatch(whatToDo);
  });

  it.each<Fault>([
    { kind: 'unauthorized', reason: '900421' }, { kind: 'unauthorized', reason: 'mfaEmpty' }, { kind: 'forbidden', code: '900150' }, { kind: 'forbidden', code: '900309' },
  ])('gives a mended sign-in a new token with the next search, not before, after %j', async (fault) => {
    const { stand, signIn, path } = await withPerson();
    const service = await partnerCenter();
    service.faults.next(fault);
    await problemOf(readAll(sourceAt(service.url, { signIn })));
    const asked = [service.requests.length, stand.requests.length];
    writeFileSync(path, stand.issueRefreshToken(CLIENT, 'another-admin-agent'));

    const pages = await Promise.all([readAll(sourceAt(service.url, { signIn })), readAll(sourceAt(service.url, { signIn }))]);

    expect(asked).toEqual([1, 1]);
    expect(pages.map(idsOf)).toEqual([['r-0', 'r-1', 'r-2'], ['r-0', 'r-1', 'r-2']]);
    expect(stand.requests).toHaveLength(2);
  });

  it('shows no token that a refusal quotes, nor logs one', async () => {
    const { signIn } = await signIns['a secret']();
    const token = await signIn.token(new AbortController().signal);
    const web = `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(20)}.c`;
    let status = 500;
    const { url } = await serve((_, response) => {
      response.writeHead(status, { 'MS-CorrelationId': token }).end(JSON.stringify({ code: '2032', message: `${token} and Bearer ${token}, ${web}` }));
      status = 403;
    });
    const log = keptLog();

    const problem = await problemOf(readAll(sourceAt(url, { signIn, log })));

    expect(problem.whatHappened).toContain('HTTP 403, code 2032, “[masked] and ');
    const printed = inspect([problem, log.lines], { depth: 20, showHidden: true });
    expect(log.lines).toHaveLength(1);
    for (const secret of [token, web, 'eyJ']) expect(printed).not.toContain(secret);
  });

  it('keeps the token of a search that was refused for another reason', async () => {
    const { stand, signIn } = await withPerson();
    const service = await partnerCenter();
    service.faults.next({ kind: 'forbidden', code: '20002' });
    await problemOf(readAll(sourceAt(service.url, { signIn })));

    await readAll(sourceAt(service.url, { signIn }));

    expect(stand.requests).toHaveLength(1);
  });
});
