/** Runs one command for as long as its parent lives. Arguments: a folder to remove at the end (or ''), then the command. */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const [folder = '', command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

function endChild(): void {
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), 5_000).unref();
}

function leave(code: number): void {
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}

child.on('error', (error) => {
  console.error(error.message);
  leave(1);
});
child.on('exit', (code) => leave(code ?? 1));
// The parent holds the other end of this pipe; it closes however the parent ends.
process.stdin.on('close', endChild).resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, endChild);
