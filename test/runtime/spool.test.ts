import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSpool } from '../../src/runtime/spool.ts';

describe('runtime/spool', () => {
  const usual = process.env['TMPDIR'];
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spool-test-'));
    process.env['TMPDIR'] = folder;
  });
  afterEach(async () => {
    if (usual === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = usual;
    await rm(folder, { recursive: true });
  });

  it('holds what was written where no path leads, and knows its length and checksum', async () => {
    const spool = await openSpool();
    await spool.write('Zürich, ');
    await spool.write('日本');
    const { content, bytes, sha256 } = await spool.finish();

    const written = await buffer(content());
    expect(written.toString()).toBe('Zürich, 日本');
    expect([bytes, sha256]).toEqual([written.length, createHash('sha256').update(written).digest('hex')]);
    expect((await buffer(content())).equals(written)).toBe(true);
    expect(await readdir(folder)).toEqual([]);
    await spool.remove();
  });

  it('leaves nothing when the process is killed', async () => {
    const script = `const { openSpool } = await import(${JSON.stringify(new URL('../../src/runtime/spool.ts', import.meta.url).href)});
      await (await openSpool()).write('secret');
      process.stdout.write('written');
      setInterval(() => undefined, 1_000);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');

    child.kill('SIGKILL');
    await once(child, 'exit');

    expect(await readdir(folder)).toEqual([]);
  });

  it.each(['finished', 'half written'])('leaves nothing of a %s file', async (state) => {
    const spool = await openSpool();
    await spool.write('secret');
    if (state === 'finished') await spool.finish();

    await spool.remove();
    await spool.remove();

    expect(await readdir(folder)).toEqual([]);
  });
});
