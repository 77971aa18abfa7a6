import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const TRY = fileURLToPath(new URL('../../sandbox/try.ts', import.meta.url));

/** Asks the invented tenant, as somebody at a terminal would. */
async function ask(...words: readonly string[]) {
  return promisify(execFile)(process.execPath, [TRY, ...words], { env: {}, maxBuffer: 64 * 1024 * 1024 });
}

describe('sandbox/try', () => {
  it('writes a search that is asked for as a file to stdout, and nothing else', async () => {
    const { stdout, stderr } = await ask('customer Relecloud last 7d as csv');

    const [columns, ...rows] = stdout.trim().split('\r\n');
    expect(columns).toMatch(/^operationDate,operationType,/);
    expect(rows).toHaveLength(2);
    expect(rows.every((row) => row.includes('Relecloud'))).toBe(true);
    expect(stderr).toContain('An invented tenant');
  });

  it('reads a search aloud otherwise', async () => {
    const { stdout } = await ask('customer Relecloud last 7d');

    expect(stdout).toContain('2 operations for Relecloud');
  });
});
