import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openRefreshTokenFile, readRefreshToken } from '../../src/partner-center/refresh-token-file.ts';
import { keptLog } from './loopback.ts';
import { aFile, aFolder, tokenIn } from './signing-in.ts';

/** A name so long that no temporary file fits beside it: nobody can replace such a file, root included. */
const LONG_NAME = 'n'.repeat(240);

describe('partner-center/refresh-token-file', () => {
  it('replaces the file by a new one that only its owner may read', async () => {
    const path = aFile('0.old-token\n');
    chmodSync(path, 0o644);
    const before = statSync(path);
    const file = openRefreshTokenFile(path, keptLog());

    const first = file.read();
    await file.rotate('0.new-token');

    const after = statSync(path);
    expect([first, file.read(), readFileSync(path, 'utf8')]).toEqual(['0.old-token', '0.new-token', '0.new-token\n']);
    expect(after.mode & 0o777).toBe(0o600);
    expect(after.ino).not.toBe(before.ino);
    expect(readdirSync(dirname(path))).toEqual(['secret-file']);
  });

  it('shows a reader a whole token at any moment', async () => {
    const path = aFile('0.token-0\n');
    const file = openRefreshTokenFile(path, keptLog());
    const seen = new Set<string>();
    let isRotating = true;

    const reading = (async () => {
      while (isRotating) {
        seen.add(readFileSync(path, 'utf8'));
        await new Promise(setImmediate);
      }
    })();
    for (let at = 1; at <= 100; at += 1) {
      file.read();
      await file.rotate(`0.token-${at}`);
    }
    isRotating = false;
    await reading;

    expect([...seen].filter((content) => !/^0\.token-\d+\n$/.test(content))).toEqual([]);
    expect(seen.size).toBeGreaterThan(1);
    expect(tokenIn(path)).toBe('0.token-100');
  });

  it('follows a link to the file and leaves the link', async () => {
    const path = aFile('0.old-token');
    const link = join(aFolder(), 'link');
    symlinkSync(path, link);
    const file = openRefreshTokenFile(link, keptLog());

    file.read();
    await file.rotate('0.new-token');

    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(tokenIn(path)).toBe('0.new-token');
  });

  it('takes up what somebody else put into the file, and does not undo it', async () => {
    const path = aFile('0.old-token');
    const log = keptLog();
    const file = openRefreshTokenFile(path, log);

    file.read();
    writeFileSync(path, '0.of-another-process');
    await file.rotate('0.too-late');

    expect([tokenIn(path), file.read()]).toEqual(['0.of-another-process', '0.of-another-process']);
    expect(log.lines).toEqual([]);
  });

  it('works on with the new token when the file cannot be replaced, warns, and prefers what an administrator writes', async () => {
    const path = aFile('0.old-token', LONG_NAME);
    const log = keptLog();
    const file = openRefreshTokenFile(path, log);

    file.read();
    await file.rotate('0.new-token');
    const kept = file.read();
    await file.rotate('0.newer-token');
    const keptAgain = file.read();
    writeFileSync(path, '0.of-an-administrator');

    expect([kept, keptAgain, file.read()]).toEqual(['0.new-token', '0.newer-token', '0.of-an-administrator']);
    expect(log.lines).toMatchObject([{ facts: { variable: 'PARTNER_REFRESH_TOKEN_FILE', code: 'ENAMETOOLONG' }, text: expect.stringContaining('cannot be written') }, {}]);
    expect(inspect(log.lines)).not.toMatch(/0\.\w+-token|nnnn/);
  });

  it.each([
    ['holds nothing', ' \n', /is empty/], ['holds two words', 'a b', /something else than one refresh token/], ['holds JSON', '{ "refresh_token": "x" }', /something else/],
  ])('refuses a file that %s', (_, content, words) => {
    const path = aFile(content);

    expect(() => readRefreshToken(path)).toThrow(words);
  });

  it('says that a file is missing', () => {
    expect(() => readRefreshToken(`${aFolder()}/missing`)).toThrow('The file that PARTNER_REFRESH_TOKEN_FILE names does not exist (ENOENT).');
  });

  it.each<[string, string | Buffer]>([['a byte order mark', '\uFEFF0.token\r\n'], ['the letters of Windows PowerShell', Buffer.from('\uFEFF0.token\r\n', 'utf16le')]])('reads a token written with %s', (_, content) => {
    expect(readRefreshToken(aFile(content))).toBe('0.token');
  });
});
