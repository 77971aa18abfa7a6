/** The file of the refresh token: read before each use, replaced whole when Entra gives a new one. */
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { open, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Log } from '../features/ports.ts';
import { errorCodeOf, fileProblem, readSecretFile } from './secret-file.ts';

export interface RefreshTokenFile {
  /** The token to use now. Throws a Problem of kind `sign-in` when the file gives none. */
  read(): string;
  /**
   * Keeps the token that came in place of the one last read. Never throws: what cannot be written is kept in memory, with
   * a warning. A file that somebody replaced meanwhile is left alone, because every token in it is as new.
   */
  rotate(token: string): Promise<void>;
}

const VARIABLE = 'PARTNER_REFRESH_TOKEN_FILE';

/** Several processes may share the file: whatever token they find in it is good, since using one does not end it. */
export function openRefreshTokenFile(path: string, log: Log): RefreshTokenFile {
  let last: { readonly inFile: string; readonly newest: string } | undefined;
  return {
    read() {
      const inFile = readRefreshToken(path);
      if (inFile !== last?.inFile) last = { inFile, newest: inFile };
      return last.newest;
    },
    async rotate(token) {
      try {
        if (readRefreshToken(path) !== last?.inFile) return;
        await replaceFile(path, `${token}\n`);
        last = { inFile: token, newest: token };
      } catch (error) {
        if (last) last = { ...last, newest: token };
        log.warn({ variable: VARIABLE, code: errorCodeOf(error) },
          'the new refresh token cannot be written to its file: make the file’s folder writable for the bot, or the sign-in ends 90 days after the token in the file was issued');
      }
    },
  };
}

/** Reads the token. Throws a Problem of kind `sign-in` when there is no file, or no single token in it. */
export function readRefreshToken(path: string): string {
  const token = readSecretFile(path, VARIABLE);
  if (/^\S+$/.test(token)) return token;
  const found = token === '' ? 'is empty' : 'holds something else than one refresh token';
  throw fileProblem(`The file that ${VARIABLE} names ${found}.`, 'An administrator puts a refresh token, and nothing else, into it: docs/sign-in.md says how to get one.');
}

/** When the file was last written; undefined when it cannot be seen. */
export function lastRotation(path: string): Date | undefined {
  try {
    return statSync(path).mtime;
  } catch {
    return undefined;
  }
}

/** A reader sees the old content or the new, never a part; a link stays a link. */
async function replaceFile(path: string, content: string): Promise<void> {
  const target = await realpath(path);
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}`);
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
