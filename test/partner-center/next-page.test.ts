import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/features/problem.ts';
import { headersLeftOut, nextPage, pageKey } from '../../src/partner-center/next-page.ts';
import { firstPage } from '../../src/partner-center/page-request.ts';
import type { NextLink } from '../../src/partner-center/wire.ts';

const API = 'https://api.partnercenter.microsoft.com';
const WINDOW = { first: '2026-11-10', last: '2026-11-20' };
const FIRST = firstPage(API, WINDOW, undefined);

function link(uri: string, headers: Record<string, string> = {}, method = 'GET'): NextLink {
  return { kind: 'link', uri, method, headers: Object.entries(headers) };
}

function follow(uri: string, apiUrl = API) {
  return nextPage(apiUrl, FIRST, { next: link(uri) })?.url;
}

function originOrProblem(uri: string): string {
  try {
    return new URL(follow(uri) ?? '').origin;
  } catch (error) {
    return error instanceof Problem ? 'a Problem' : String(error);
  }
}

describe('partner-center/next-page', () => {
  it('ends where there is neither link nor token', () => {
    expect(nextPage(API, FIRST, {})).toBeUndefined();
  });

  it('follows a link as it stands, with its header tokens to the letter', () => {
    const token = 'AQAAAA==,a/b+c=&d%20';

    const next = nextPage(API, FIRST, { next: link('/auditrecords?size=500&filter=%7B%22a%22%7D&seekOperation=Next', { 'MS-ContinuationToken': token }) });

    expect(next).toEqual({ url: `${API}/v1/auditrecords?size=500&filter=%7B%22a%22%7D&seekOperation=Next`, headers: { 'MS-ContinuationToken': token } });
  });

  it('repeats the first query where there is only a token', () => {
    const second = nextPage(API, FIRST, { continuationToken: 'a/+=' }) ?? FIRST;
    const third = nextPage(API, second, { continuationToken: 'b' });

    expect(second).toEqual({ url: `${FIRST.url}&seekOperation=Next`, headers: { 'MS-ContinuationToken': 'a/+=' } });
    expect(third).toEqual({ url: `${FIRST.url}&seekOperation=Next`, headers: { 'MS-ContinuationToken': 'b' } });
  });

  it('adds the page’s token to a link that brings none, and leaves the link’s own', () => {
    expect(nextPage(API, FIRST, { next: link('/auditrecords?x'), continuationToken: 'a' })?.headers).toEqual({ 'MS-ContinuationToken': 'a' });
    expect(nextPage(API, FIRST, { next: link('/auditrecords?x', { 'ms-continuationtoken': 'b' }), continuationToken: 'a' })?.headers).toEqual({ 'ms-continuationtoken': 'b' });
    expect(nextPage(API, FIRST, { next: { kind: 'unusable' }, continuationToken: 'a' })?.headers).toEqual({ 'MS-ContinuationToken': 'a' });
  });

  it.each([
    ['/auditrecords?a=1', '/v1/auditrecords?a=1'], ['auditrecords?a=1', '/v1/auditrecords?a=1'], ['/v1/auditrecords?a=1', '/v1/auditrecords?a=1'],
    ['v1/auditrecords?a=1', '/v1/auditrecords?a=1'], ['/auditactivity/v1/auditrecords?seek=t', '/auditactivity/v1/auditrecords?seek=t'],
    [`${API}/v1/auditrecords?a=1#x`, '/v1/auditrecords?a=1'], ['/auditrecords?size=2?seekOperation=Next', '/v1/auditrecords?size=2?seekOperation=Next'],
    ['/auditrecords?filter={" Field ":" CompanyName "}', '/v1/auditrecords?filter={%22%20Field%20%22:%22%20CompanyName%20%22}'],
    ['/auditRecords?seek=t', '/v1/auditRecords?seek=t'],
  ])('reads the address %s', (uri, path) => {
    expect(follow(uri)).toBe(`${API}${path}`);
  });

  it.each([
    ['/auditrecords?a=1', '/v1/auditrecords?a=1'], ['/v1/auditrecords', '/v1/auditrecords'], ['/pc/v1/auditrecords', '/v1/auditrecords'], ['auditrecords', '/v1/auditrecords'],
    ['/auditactivity/v1/auditRecords?seek=t', '/auditactivity/v1/auditRecords?seek=t'], ['/pc/auditrecords', '/v1/auditrecords'],
  ])('stays below the path of a proxy: %s', (uri, path) => {
    expect(follow(uri, 'https://proxy.example/pc')).toBe(`https://proxy.example/pc${path}`);
  });

  it.each([
    'https://evil.example/v1/auditrecords', '//evil.example/v1/auditrecords', 'http://api.partnercenter.microsoft.com/v1/auditrecords', '\\\\evil.example/v1', '/\\evil.example/v1',
    'https://api.partnercenter.microsoft.com:444/v1/auditrecords', 'https://api.partnercenter.microsoft.com.evil.example/', 'https://api.partnercenter.microsoft.com@evil.example/', 'javascript:alert(1)', 'file:///etc/passwd',
    '/\t/evil.example/', 'https://user:pass@api.partnercenter.microsoft.com/v1/auditrecords', '//user@api.partnercenter.microsoft.com/v1/auditrecords', '//api.partnercenter.microsoft.com:80/v1/auditrecords',
    'data:,x', 'blob:https://api.partnercenter.microsoft.com/v1/auditrecords',
  ])('never leaves the origin: %j', (uri) => {
    expect(() => follow(uri)).toThrow(Problem);
  });

  it.each([
    '/', '', '?seekOperation=Next', '/v1/customers', '/v1/auditrecords/an-id', '/auditactivity/v1/auditrecords/an-id', '/v1/auditrecords/../customers', '/v1/auditrecords/%2e%2e/customers', '/v1/%61uditrecords', '/v1/auditrecords;x',
    '/generatetoken?x=/auditrecords', '/customers/v1/auditrecords', '/v1/v1/auditrecords', '/v1//auditrecords', '/xauditrecords', '/auditrecordsx',
  ])('follows a link to audit records only: not %j', (uri) => {
    expect(() => follow(uri)).toThrow(expect.objectContaining({ kind: 'bad-answer', whatHappened: expect.stringContaining('does not lead to audit records') }));
  });

  it('sends on what begins with MS-, except our own, and names the rest', () => {
    const headers = {
      'MS-ContinuationToken': 't', 'ms-cv': 'v', 'Range': 'bytes=0-', 'Host': 'evil.example', 'Authorization': 'Bearer x', 'X-HTTP-Method-Override': 'DELETE', 'Content-Length': '9', 'Transfer-Encoding': 'chunked',
      'ms-requestid': 'mine', 'MS-CorrelationId': 'mine', 'Cookie': 'a=b', 'X-MS-Odd': 'x', '\u001b[31m': 'x',
    };
    const page = { next: link('/auditrecords?x', headers) };

    expect(nextPage(API, FIRST, page)?.headers).toEqual({ 'MS-ContinuationToken': 't', 'ms-cv': 'v' });
    expect(headersLeftOut(page)).toEqual(['Range', 'Host', 'Authorization', 'X-HTTP-Method-Override', 'Content-Length', 'Transfer-Encoding', 'Cookie', 'X-MS-Odd', '(odd)']);
  });

  it('sends one token where a link brings two', () => {
    expect(nextPage(API, FIRST, { next: link('/auditrecords?x', { 'MS-ContinuationToken': 'a', 'ms-continuationtoken': 'b' }) })?.headers).toEqual({ 'ms-continuationtoken': 'b' });
  });

  it('stays on the origin or throws a Problem, whatever the link holds', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.stringMatching(/^[/\\.:@?#a-z \t]{0,12}$/)), (uri) => {
      expect(originOrProblem(uri)).toMatch(/^(?:a Problem|https:\/\/api\.partnercenter\.microsoft\.com)$/);
    }), { numRuns: 2_000 });
  });

  it.each([
    ['a line break in a token', { next: link('/auditrecords', { 'MS-ContinuationToken': 'a\r\nX: b' }) }],
    ['a line break in a bare token', { continuationToken: 'a\nb' }],
    ['letters that no header holds', { next: link('/auditrecords', { 'MS-ContinuationToken': '✓' }) }],
    ['a line break in a header that is not sent on', { next: link('/auditrecords', { 'X-Any': 'a\nMS-ContinuationToken: b' }) }],
    ['a header without a proper name', { next: link('/auditrecords', { 'MS-a b': 'x' }) }],
    ['another method', { next: link('/auditrecords', {}, 'DELETE') }],
    ['an address that cannot be read', { next: link('https://') }],
    ['no address', { next: { kind: 'unusable' } as const }],
  ])('refuses %s', (_, page) => {
    expect(() => nextPage(API, FIRST, page)).toThrow(expect.objectContaining({ kind: 'bad-answer', retryable: false }));
  });

  it('knows a page by its token, or by the whole request where it has none', () => {
    expect(pageKey({ url: 'a', headers: { 'ms-continuationtoken': 't' } })).toBe(pageKey({ url: 'b', headers: { 'MS-ContinuationToken': 't' } }));
    expect(pageKey({ url: 'a', headers: {} })).not.toBe(pageKey({ url: 'b', headers: {} }));
    expect(pageKey({ url: 'a', headers: {} })).not.toBe(pageKey({ url: 'a', headers: { seek: '1' } }));
  });
});
