import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../../src/runtime/logger.ts';

const LOGGER = new URL('../../src/runtime/logger.ts', import.meta.url).href;

/** The fields of every call that logs something, by their names. */
function fieldsLogged(): readonly string[] {
  const calls = globSync('src/**/*.ts').flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/\blog\??\.(?:debug|info|warn|error)\(\{([^}]*)/g)]);
  return [...new Set(calls.flatMap(([, fields = '']) => fields.split(',').map((field) => field.split(':')[0]?.trim() ?? '')).filter((name) => /^\w+$/.test(name)))];
}

describe('runtime/logger', () => {
  it('swallows records and secrets, and no field that the program logs', () => {
    const lines: string[] = [];
    const log = createLogger('info', { write: (line) => void lines.push(line) });

    log.info({ records: [{ customerName: 'Relecloud' }], token: 'xoxb-1' }, 'a slip');
    log.info(Object.fromEntries(fieldsLogged().map((name) => [name, 'said'])), 'every field');

    expect(fieldsLogged().length).toBeGreaterThan(30);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ records: '[not logged]', token: '[not logged]' });
    expect(Object.entries(JSON.parse(lines[1] ?? '') as object).filter(([, value]) => value === '[not logged]')).toEqual([]);
  });

  it('lets the process end though nobody reads its log any more', async () => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', `
      import { createLogger } from '${LOGGER}';
      const log = createLogger('info');
      process.stdin.once('data', () => {
        log.info({}, 'one line');
        log.info({}, 'another one');
        process.exit(0);
      });
    `], { stdio: ['pipe', 'pipe', 'ignore'] });
    child.stdout.destroy();
    child.stdin.write('go\n');

    const ended = await once(child, 'exit', { signal: AbortSignal.timeout(30_000) }).then(([code]) => code as number | null, () => 'hangs');
    child.kill('SIGKILL');

    expect(ended).toBe(0);
  });
});
