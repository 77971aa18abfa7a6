/** Runs a script of this project as a person would, and gives what it said. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The trimmed lines a script in scripts/ wrote to stdout, and its exit code. */
export function runScript(name: string, args: readonly string[], input: string): { readonly lines: readonly string[]; readonly code: number | null } {
  const script = fileURLToPath(new URL(`../../scripts/${name}`, import.meta.url));
  const { stdout, status } = spawnSync(process.execPath, [script, ...args], { input, encoding: 'utf8' });
  return { lines: stdout.trim().split('\n'), code: status };
}
