import { describe, expect, it } from 'vitest';
import { aPage, anItem, idsOf, keptLog, problemOf, readAll, serve, sourceAt } from './loopback.ts';

interface Link {
  readonly uri: string;
  readonly headers?: readonly { readonly key: string; readonly value: string }[];
}

/** A service whose first page leads on by this link, and whose other pages end. */
function leadingOn(link: Link) {
  let isFirst = true;
  return serve((_, response) => {
    const links = isFirst ? { next: { method: 'GET', headers: [], ...link } } : {};
    response.end(aPage([anItem({ id: isFirst ? 'first' : 'second' })], { links }));
    isFirst = false;
  });
}

const TOKEN = [{ key: 'MS-ContinuationToken', value: 'AQAAAA==' }];

describe('partner-center/walk', () => {
  it.each<[string, Link]>([
    ['a relative address and a header token', { uri: '/auditrecords?seekOperation=Next', headers: TOKEN }],
    ['a relative address with the version', { uri: '/v1/auditrecords?seekOperation=Next', headers: TOKEN }],
    ['the other route and its seek token', { uri: '/auditactivity/v1/auditRecords?seek=AQAAAA%3D%3D' }],
  ])('follows a link of the form: %s', async (_, link) => {
    const { url, seen } = await leadingOn(link);

    const pages = await readAll(sourceAt(url));

    expect(idsOf(pages)).toEqual(['first', 'second']);
    expect(seen[1]?.url).toBe(link.uri.replace(/^\/auditrecords/, '/v1/auditrecords'));
    expect(seen[1]?.headers['ms-continuationtoken']).toBe(link.headers?.[0]?.value);
  });

  it('sends no header of a link but those of Microsoft, and says so in the log without their values', async () => {
    const hostile = ['Range', 'Host', 'Authorization', 'X-HTTP-Method-Override', 'Content-Length', 'Transfer-Encoding', 'Cookie', 'Expect', 'Upgrade', 'Proxy-Authorization', 'ms-requestid', 'MS-CorrelationId'];
    const log = keptLog();
    const { url, seen } = await leadingOn({ uri: '/auditrecords?x', headers: [...TOKEN, ...hostile.map((key) => ({ key, value: 'evil.example' }))] });

    const pages = await readAll(sourceAt(url, { log, newId: () => 'ours' }));

    const [first, second] = seen.map(({ headers }) => headers);
    expect(idsOf(pages)).toEqual(['first', 'second']);
    expect(second).toEqual({ ...first, 'ms-continuationtoken': 'AQAAAA==' });
    expect(log.lines).toEqual([{
      facts: { correlationId: 'the-command', headers: hostile.slice(0, 10) }, text: 'headers of a link not sent on',
    }]);
    expect(JSON.stringify(log.lines)).not.toContain('evil.example');
  });

  it.each(['\r\nX-Evil: 1', '\nX-Evil: 1', '\r'])('follows no link with the header value %j', async (value) => {
    const { url, seen } = await leadingOn({ uri: '/auditrecords?x', headers: [{ key: 'MS-ContinuationToken', value: `a${value}` }] });

    const problem = await problemOf(readAll(sourceAt(url)));

    expect(problem).toMatchObject({ kind: 'bad-answer', retryable: false });
    expect(seen).toHaveLength(1);
  });

  it.each([
    '//HOST/v1/auditrecords', '\\\\HOST/v1/auditrecords', '/\\HOST/v1/auditrecords', 'http://HOST/v1/auditrecords', 'http:\\\\HOST\\v1\\auditrecords', 'http://OWN@HOST/v1/auditrecords', 'http://user:word@OWN/v1/auditrecords',
    'https://OWN/v1/auditrecords', 'ftp://OWN/v1/auditrecords', 'http://127.0.0.1/v1/auditrecords', 'http://localhost:PORT/v1/auditrecords', 'http://OWN.HOST/v1/auditrecords', '\t//HOST/v1/auditrecords', '/v1/customers',
    '/v1/auditrecords/../customers', '/v1/auditrecords/an-id',
  ])('asks nobody by the link %s', async (form) => {
    const other = await serve((_, response) => response.end(aPage([])));
    const asked: string[] = [];
    const { url } = await serve((request, response) => {
      asked.push(request.url ?? '');
      const { host } = new URL(url);
      const uri = form.replace('PORT', new URL(url).port).replace('OWN', host).replace('HOST', new URL(other.url).host);
      response.end(aPage([anItem()], { links: { next: { uri, method: 'GET', headers: TOKEN } } }));
    });

    const problem = await problemOf(readAll(sourceAt(url)));

    expect(problem).toMatchObject({ kind: 'bad-answer', retryable: false });
    expect(other.seen).toHaveLength(0);
    expect(asked).toHaveLength(1);
  });
});
