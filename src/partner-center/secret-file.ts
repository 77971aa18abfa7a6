/** Files that hold a secret: read whole, and never shown in a fault, not even by their path. */
import { readFileSync } from 'node:fs';
import { Problem } from '../features/problem.ts';

/** The variables that name such files. A variable may hold the secret itself by mistake, so its value is never told. */
export type SecretFileVariable = 'PARTNER_CLIENT_CERTIFICATE_FILE' | 'PARTNER_REFRESH_TOKEN_FILE';

/**
 * Reads a file as text; UTF-16, which Windows PowerShell writes, is told by its byte order mark. Throws a Problem of kind
 * `sign-in` that says which variable names the file and what is wrong with it.
 */
export function readSecretFile(path: string, variable: SecretFileVariable): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw unreadable(variable, errorCodeOf(error));
  }
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes).trim();
}

/** A fault of a file or of what it holds, which only an administrator can mend. */
export function fileProblem(whatHappened: string, whatToDo: string): Problem {
  return new Problem({ kind: 'sign-in', retryable: false, whatHappened, whatToDo });
}

/** The code of an error of the file system, such as ENOENT; its message would hold the path. */
export function errorCodeOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : 'no code';
}

function unreadable(variable: SecretFileVariable, code: string): Problem {
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return fileProblem(`The file that ${variable} names does not exist (${code}).`,
      `An administrator checks that ${variable} holds a path as the bot sees it, also from within its container.`);
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return fileProblem(`The bot may not read the file that ${variable} names (${code}).`,
      'An administrator gives the account that the bot runs under the right to read it.');
  }
  return fileProblem(`The file that ${variable} names cannot be read (${code}).`,
    `An administrator checks that ${variable} names an ordinary file.`);
}
