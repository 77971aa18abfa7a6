import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { startRedis } from '../../scripts/find-redis.ts';

/** A stand-in for a server binary: answers as Redis does, and notes its own folder and process in a file. */
const SERVER = `#!${process.execPath}
const { appendFileSync } = require('node:fs');
const option = (name) => process.argv[process.argv.indexOf(name) + 1];
appendFileSync(__dirname + '/starts', JSON.stringify({ pid: process.pid, folder: option('--dir'), args: process.argv.slice(2) }) + '\\n');
const starts = require('node:fs').readFileSync(__dirname + '/starts', 'utf8').trim().split('\\n').length;
if (starts <= FAILURES) { console.log('bind: Address already in use'); process.exit(1); }
require('node:net').createServer((socket) => socket.on('data', () => socket.end('*2 dir ' + option('--dir')))).listen(option('--port'), '127.0.0.1');
`;

interface Start {
  readonly pid: number;
  readonly folder: string;
  readonly args: readonly string[];
}

describe('scripts/find-redis', () => {
  let path: string;
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'path-'));
  });
  afterEach(() => rmSync(path, { recursive: true, force: true }));

  function plantServer(name: string, failures: number): void {
    const file = join(path, name);
    writeFileSync(file, SERVER.replace('FAILURES', String(failures)));
    chmodSync(file, 0o755);
  }

  function starts(): readonly Start[] {
    const lines = readFileSync(join(path, 'starts'), 'utf8').trim().split('\n');
    return lines.map((line): Start => JSON.parse(line) as Start);
  }

  it('gave this test run a Redis that BullMQ can trust', async () => {
    const redis = new Redis(inject('redisUrl'));

    const policy = await redis.config('GET', 'maxmemory-policy');
    redis.disconnect();

    expect(policy).toEqual(['maxmemory-policy', 'noeviction']);
  });

  it('takes a given address as it is', async () => {
    const redis = await startRedis({ url: 'rediss://user:secret@cache.example.com:6380/2', env: { PATH: path } });

    await redis.stop();

    expect(redis.url).toBe('rediss://user:secret@cache.example.com:6380/2');
    expect(redis.how).not.toContain('secret');
  });

  it.each(['redis-server', 'valkey-server'])('starts %s from PATH on loopback, without persistence, and leaves nothing behind', async (name) => {
    plantServer(name, 0);

    const redis = await startRedis({ env: { PATH: `/nowhere:${path}` } });
    const [start] = starts();
    const folderWasThere = existsSync(start?.folder ?? '');
    await redis.stop();

    expect(redis).toMatchObject({ url: expect.stringMatching(/^redis:\/\/127\.0\.0\.1:\d+$/), how: `${join(path, name)} on PATH` });
    expect(start?.args.join(' ')).toMatch(/^--save {2}--appendonly no --maxmemory-policy noeviction --bind 127\.0\.0\.1 --port \d+ --dir /);
    expect(folderWasThere).toBe(true);
    expect(existsSync(start?.folder ?? '')).toBe(false);
    expect(isAlive(start?.pid)).toBe(false);
  });

  it('tries another port when somebody took the first', async () => {
    plantServer('redis-server', 1);

    const redis = await startRedis({ env: { PATH: path } });
    await redis.stop();

    expect(starts()).toHaveLength(2);
    expect(starts().map((start) => existsSync(start.folder))).toEqual([false, false]);
  });

  it('says what was tried and what to do when there is no way', async () => {
    plantServer('redis-server', 99);

    const failure = startRedis({ env: { PATH: path } });

    await expect(failure).rejects.toThrow(/redis-server did not start: Error: bind: Address already in use/);
    await expect(failure).rejects.toThrow(/docker is not on PATH[^]*not a Debian or Ubuntu system[^]*install Redis[^]*TEST_REDIS_URL/);
  });

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('ends with the process that asked, even by %s', async (signal) => {
    plantServer('redis-server', 0);
    const asker = spawn(process.execPath, ['--input-type=module', '-e', askerScript(path)], { stdio: ['ignore', 'pipe', 'inherit'] });
    await firstOutput(asker);
    const [start] = starts();

    asker.kill(signal);

    await expect.poll(() => isAlive(start?.pid) || existsSync(start?.folder ?? ''), { timeout: 10_000 }).toBe(false);
  });
});

/** Asks for a Redis, says so, and then would wait for a minute. */
function askerScript(path: string): string {
  const script = new URL('../../scripts/find-redis.ts', import.meta.url).href;
  return `import { startRedis } from '${script}';
    await startRedis({ env: { PATH: '${path}' } });
    console.log('running');
    setTimeout(() => undefined, 60_000);`;
}

async function firstOutput(child: ChildProcess): Promise<void> {
  if (child.stdout) await once(child.stdout, 'data');
}

function isAlive(pid: number | undefined): boolean {
  try {
    return process.kill(pid ?? -1, 0);
  } catch {
    return false;
  }
}
