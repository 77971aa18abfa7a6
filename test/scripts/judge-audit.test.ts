import { describe, expect, it } from 'vitest';
import { runScript } from '../support/run-script.ts';

describe('scripts/judge-audit', () => {
  it('passes a report without findings', () => {
    const result = runScript('judge-audit.ts', [], JSON.stringify({ auditReportVersion: 2, vulnerabilities: {} }));

    expect(result).toEqual({ lines: ['No known vulnerability.'], code: 0 });
  });

  it('fails on a finding and names the package', () => {
    const finding = { name: 'ws', severity: 'high', range: '<8.17.1', via: [], isDirect: true };

    const result = runScript('judge-audit.ts', [], JSON.stringify({ auditReportVersion: 2, vulnerabilities: { ws: finding } }));

    expect(result).toEqual({ lines: ['high: ws <8.17.1', '1 vulnerable packages: npm audit tells more.'], code: 1 });
  });

  it.each([
    ['a refusal', JSON.stringify({ message: '405 Method Not Allowed', statusCode: 405 }), '!!! 405 Method Not Allowed'],
    ['no answer at all', '', '!!! no answer'],
  ])('says loudly that nothing was checked after %s', (_case, answer, reason) => {
    const result = runScript('judge-audit.ts', [], answer);

    expect(result.lines).toEqual(['!!! THE AUDIT COULD NOT BE ASKED: this run did not look for known vulnerabilities !!!', reason]);
    expect(result.code).toBe(0);
  });
});
