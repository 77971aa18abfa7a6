import { describe, expect, it } from 'vitest';
import { nextPage } from '../../src/partner-center/next-page.ts';
import { firstPage, headersOf } from '../../src/partner-center/page-request.ts';

const API = 'https://api.partnercenter.microsoft.com';
const WINDOW = { first: '2026-11-10', last: '2026-11-20' };
const FIRST = firstPage(API, WINDOW, undefined);

describe('partner-center/page-request', () => {
  it('asks for whole days with both dates, 500 at a time', () => {
    expect(FIRST).toEqual({ url: `${API}/v1/auditrecords?startDate=2026-11-10&endDate=2026-11-20&size=500`, headers: {} });
  });

  it.each([
    ['CustomerId', 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', 'equals'], ['CompanyName', 'Müller & Söhne + Co #1 "100%"', 'substring'], ['ResourceType', 'GranularAdminRelationship', 'equals'],
  ] as const)('writes the %s filter as one encoded condition', (field, value, operator) => {
    const { url } = firstPage(API, WINDOW, { field, value });
    const [, encoded = ''] = /&filter=([^&]*)$/.exec(url) ?? [];

    expect(JSON.parse(decodeURIComponent(encoded))).toEqual({ Field: field, Value: value, Operator: operator });
    expect(encoded).not.toMatch(/[+ "&#]/);
    expect(new URL(url).searchParams.get('filter')).toBe(decodeURIComponent(encoded));
  });

  it('sends the headers of Microsoft’s page; a link cannot change them', () => {
    const page = nextPage(API, FIRST, {
      next: {
        kind: 'link', uri: '/auditrecords?x', method: 'GET',
        headers: [['MS-ContinuationToken', 't'], ['authorization', 'Bearer evil'], ['Host', 'evil'], ['ms-requestid', 'evil'], ['Cookie', 'evil']],
      },
    }) ?? FIRST;

    expect(headersOf(page, { token: 'good', requestId: 'r', correlationId: 'c' })).toEqual({
      'Authorization': 'Bearer good', 'Accept': 'application/json', 'Accept-Encoding': 'gzip', 'MS-RequestId': 'r', 'MS-CorrelationId': 'c',
      'MS-Contract-Version': 'v1', 'X-Locale': 'en-US', 'MS-PartnerCenter-Application': 'partner-center-audit-bot', 'MS-ContinuationToken': 't',
    });
  });
});
