import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

const LOGGER = new URL('../../src/runtime/logger.ts', import.meta.url).href;

describe('runtime/logger', () => {
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

    const ended = await Promise.race([once(child, 'exit').then(([code]) => code as number | null), new Promise((resolve) => setTimeout(resolve, 8_000, 'hangs'))]);
    child.kill('SIGKILL');

    expect(ended).toBe(0);
  });
});
