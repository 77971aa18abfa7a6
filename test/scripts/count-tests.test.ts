import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runScript } from '../support/run-script.ts';

describe('scripts/count-tests', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'report-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function count(report: unknown): { readonly lines: readonly string[]; readonly code: number | null } {
    const file = join(folder, 'report.json');
    writeFileSync(file, JSON.stringify(report));
    return runScript('count-tests.ts', [file], '');
  }

  it('counts and is content when every test passed', () => {
    const result = count(reportOf(file('passed', 'passed', 'passed'), file('passed', 'passed')));

    expect(result).toEqual({ lines: ['3 passed, 0 failed'], code: 0 });
  });

  it('fails on a failed test, and says again which and why in one line', () => {
    const result = count(reportOf(file('failed', 'passed', 'failed')));

    expect(result).toEqual({ lines: ['failed: a failed test: Error: expected 1 to be 2', '1 passed, 1 failed'], code: 1 });
  });

  it.each(['skipped', 'pending', 'todo'])('fails on a test that is %s, and names it', (status) => {
    const result = count(reportOf(file('passed', 'passed', status)));

    expect(result).toEqual({ lines: [`skipped, which is not allowed: a ${status} test`, '1 passed, 0 failed'], code: 1 });
  });

  it('counts a file that could not be loaded as a failure', () => {
    const result = count(reportOf(file('passed', 'passed'), file('failed')));

    expect(result).toEqual({ lines: ['could not be run: test/some.test.ts', '1 passed, 1 failed'], code: 1 });
  });

  it('fails when nothing ran, and when the run says it failed for another reason', () => {
    expect(count(reportOf())).toEqual({ lines: ['0 passed, 0 failed'], code: 1 });
    expect(count({ ...reportOf(file('passed', 'passed')), success: false })).toEqual({ lines: ['1 passed, 0 failed'], code: 1 });
  });

  it('fails when there is no report', () => {
    const result = runScript('count-tests.ts', [join(folder, 'absent.json')], '');

    expect(result.lines[0]).toContain('There is no test report to count');
    expect(result.lines.at(-1)).toBe('0 passed, 0 failed');
    expect(result.code).toBe(1);
  });
});

/** A test file of a report, with one test for each status. */
function file(status: string, ...tests: readonly string[]): object {
  return { name: join(process.cwd(), 'test/some.test.ts'), status, assertionResults: tests.map((test) => ({ fullName: `a ${test} test`, status: test, failureMessages: test === 'failed' ? ['Error: expected 1 to be 2\n  at line 3'] : [] })) };
}

function reportOf(...testResults: readonly object[]): { readonly success: boolean; readonly testResults: readonly object[] } {
  return { success: !JSON.stringify(testResults).includes('"failed"'), testResults };
}
