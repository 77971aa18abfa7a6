import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import { testRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

const DEMO = fileURLToPath(new URL('../../sandbox/demo.ts', import.meta.url));
/** Longer than any machine takes; how long it took is printed. */
const START_MS = 40_000;

interface Run {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

const running: ChildProcess[] = [];

function demo(args: readonly string[], how: { readonly input?: string; readonly redis?: 'own'; readonly redisUrl?: string } = {}): Run {
  const { REDIS_URL: _mine, ...env } = process.env;
  const child = spawn(process.execPath, [DEMO, ...args], { stdio: 'pipe', env: { ...env, ...(how.redis === 'own' ? {} : { REDIS_URL: how.redisUrl ?? testRedis().url }) } });
  running.push(child);
  let text = '';
  for (const pipe of [child.stdout, child.stderr]) pipe.on('data', (chunk: Buffer) => { text += chunk.toString(); });
  if (how.input === undefined) child.stdin.end();
  else child.stdin.end(how.input);
  return { child, said: () => text, ended: once(child, 'exit').then(([code]) => code as number | null) };
}

/** All processes it has started, and those have started; empty where there is no /proc. */
function descendants(pid: number): readonly number[] {
  const path = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(path)) return [];
  const children = readFileSync(path, 'utf8').split(' ').filter((word) => word !== '').map(Number);
  return [...children, ...children.flatMap(descendants)];
}

const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

const pageOf = (run: Run): string => /The sandbox is open: {2}(\S+)/.exec(run.said())?.[1] ?? '';

describe('sandbox/demo', () => {
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
  });

  it('gives one answer with --once, and ends by itself', async () => {
    const run = demo(['--once']);

    expect(await run.ended).toBe(0);
    expect(run.said()).toContain('2 operations for Relecloud');
    expect(run.said()).toContain('Everything in it is invented');
  });

  it('takes typed lines from a pipe, and ends with them', async () => {
    const run = demo([], { input: 'custmer Relecloud last 7d\nrun 1\n' });

    expect(await run.ended).toBe(0);
    expect(run.said()).toContain('Did you mean customer?');
    expect(run.said().match(/2 operations for Relecloud/g)).toHaveLength(2);
  });

  it('walks the tour with --headless', async () => {
    const run = demo(['--headless']);

    expect(await run.ended, run.said().slice(-1_500)).toBe(0);
    for (const text of ['1 of 8', '8 of 8', '14 operations by eve@partner.example', 'Notice: ']) expect(run.said()).toContain(text);
    expect(run.said()).not.toMatch(/Only \d+ of the \d+ UTC days/);
  });

  it('opens the page, and leaves nothing behind after Ctrl-C', async () => {
    const begun = performance.now();
    const run = demo(['--socket'], { redis: 'own' });
    await until(() => pageOf(run) !== '' && run.said().includes('2 operations for Relecloud'), START_MS);
    console.log(`The page was open, with its first answer, after ${((performance.now() - begun) / 1_000).toFixed(1)} s.`);
    const page = await fetch(pageOf(run));
    const started = descendants(run.child.pid ?? 0);

    run.child.kill('SIGINT');
    const code = await run.ended;
    await until(() => started.every((pid) => !isAlive(pid)));

    expect(page.status).toBe(200);
    expect(code).toBe(0);
    await expect(fetch(pageOf(run))).rejects.toThrow('fetch failed');
  });

  it('stops while it is still starting', async () => {
    const run = demo([]);
    await until(() => descendants(run.child.pid ?? 0).length > 0 || run.said() !== '', START_MS);
    const started = descendants(run.child.pid ?? 0);

    run.child.kill('SIGTERM');

    expect(await run.ended).toBe(0);
    await until(() => started.every((pid) => !isAlive(pid)));
    expect(run.said().trim()).toBe('Stopping …');
  });

  it('leaves no key behind in a Redis that it was given', async () => {
    const redisUrl = `${testRedis().url.replace(/\/\d*$/, '')}/11`;
    const redis = new Redis(redisUrl);
    await redis.set('of-somebody-else', 'stays');

    const run = demo(['--once'], { redisUrl });

    expect(await run.ended).toBe(0);
    expect(await redis.keys('*')).toEqual(['of-somebody-else']);
    await redis.del('of-somebody-else');
    redis.disconnect();
  });

  it.each([
    ['redis://:hidden@127.0.0.1:1', 'REDIS_URL: the Redis at 127.0.0.1:1 cannot be used'], ['127.0.0.1:6379', 'REDIS_URL is no URL'],
  ])('names the variable where REDIS_URL leads nowhere: %s', async (redisUrl, text) => {
    const run = demo(['--once'], { redisUrl });

    expect(await run.ended).toBe(1);
    expect(run.said()).toContain(text);
    expect(run.said()).not.toContain('hidden');
  });

  it.each(['1e3', '0x50', ' 80', '-1', '65536'])('takes only plain digits for a port, not %j', async (port) => {
    const run = demo([`--port=${port}`]);

    expect(await run.ended).toBe(1);
    expect(run.said()).toContain(`--port takes a number from 1 to 65535, not ${port}`);
  });

  it('says that a port is taken, and which flags there are', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;

    const [taken, wrong, help] = [demo(['--port', String(port)]), demo(['--port', 'x']), demo(['--help'])];

    expect([await taken.ended, await wrong.ended, await help.ended]).toEqual([1, 1, 0]);
    expect(taken.said()).toContain(`Port ${port} is taken`);
    expect(wrong.said()).toContain('--port takes a number');
    expect(help.said()).toContain('--headless');
    server.close();
  });
});
