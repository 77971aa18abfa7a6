import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { greenWorld } from '../support/doctor.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** As `npm run doctor` starts it, with these variables and no others. */
async function doctor(environment: Readonly<Record<string, string>>, flags: readonly string[] = []) {
  const child = spawn(process.execPath, [MAIN, 'doctor', ...flags], { env: { PATH: process.env['PATH'], ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { out, err, code: code as number | null };
}

describe('roles/doctor-command', () => {
  it('ends with 0 and says nothing else when all is well', async () => {
    const world = await greenWorld();

    const { out, err, code } = await doctor(world.environment('socket'));

    expect(out).toMatch(/^ok {4}Configuration [^]*, 0 failed, 0 skipped, in [\d.]+ s\. Nothing was written anywhere\.\n$/);
    expect(err).toBe('');
    expect(code).toBe(0);
  });

  it('ends with 1 when a line fails', async () => {
    const world = await greenWorld();

    const { out, code } = await doctor({ ...world.environment(), SLACK_BOT_TOKEN: '' });

    expect(out).toContain('FAIL  Configuration      SLACK_BOT_TOKEN is missing: it should be the bot token');
    expect(code).toBe(1);
  });

  it('probes with --probe, and tells a refused sign-in as the bot would', async () => {
    const world = await greenWorld();
    world.partnerCenter.faults.next({ kind: 'throttle', retryAfter: 1 });

    const asked = await doctor(world.environment(), ['--probe']);
    const refused = await doctor({ ...world.environment(), PARTNER_CLIENT_SECRET: 'not-the-right-secret' }, ['--probe']);

    expect(asked.out).toContain('| 429, asked to wait: the probe ends here |');
    expect(asked.code).toBe(1);
    expect(refused.err).toMatch(/^Entra says that the client secret is wrong \(AADSTS7000215\)\. An administrator /);
    expect(refused.err + refused.out).not.toContain('not-the-right-secret');
    expect(refused.code).toBe(1);
  });

  it('names its option when it is given another one', async () => {
    const { out, code } = await doctor({}, ['--fix']);

    expect(out).toBe('The doctor knows one option: npm run doctor -- --probe\n');
    expect(code).toBe(1);
  });
});
