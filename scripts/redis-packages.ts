/** Redis from the packages of Debian and Ubuntu, unpacked into a cache folder: no root and no installation needed. */
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type Attempt, findOnPath, run, startServer } from './redis-process.ts';

const DOWNLOAD_MS = 120_000;
/** Only set up the account of an installed service, or are part of every system. */
const NOT_NEEDED = new Set(['adduser', 'libc6']);

interface Tools {
  readonly aptGet: string;
  readonly aptCache: string;
  readonly dpkg: string;
}

/** Starts Redis from the cache folder, after fetching the packages into it if they are not there yet. */
export async function redisFromDebianPackages(env: NodeJS.ProcessEnv, log: (line: string) => void): Promise<Attempt> {
  try {
    const command = await serverFromDebianPackages(env, log);
    if (!command) return { kind: 'absent', why: 'not a Debian or Ubuntu system: apt-get and dpkg are not on PATH' };
    return { kind: 'running', redis: { how: `the Debian package in ${await cacheFolder(env)}`, ...(await startServer(command)) } };
  } catch (error) {
    return { kind: 'absent', why: `the Debian packages could not be used: ${lastLine(error)}` };
  }
}

/** The command line of the server in the cache folder, which is filled first; undefined where there are no such packages. */
export async function serverFromDebianPackages(env: NodeJS.ProcessEnv, log: (line: string) => void): Promise<readonly string[] | undefined> {
  const tools = findTools(env);
  if (!tools) return undefined;
  const folder = await cacheFolder(env);
  if (!(await works(folder))) {
    log(`Fetching Redis (about 2 MB, once) from this system's packages into ${folder}`);
    await fetchInto(folder, tools);
  }
  return serverIn(folder);
}

function findTools(env: NodeJS.ProcessEnv): Tools | undefined {
  const [aptGet, aptCache, dpkg] = ['apt-get', 'apt-cache', 'dpkg'].map((command) => findOnPath(command, env));
  return aptGet && aptCache && dpkg ? { aptGet, aptCache, dpkg } : undefined;
}

async function cacheFolder(env: NodeJS.ProcessEnv): Promise<string> {
  const caches = env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache');
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const codename = /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(release)?.[1] ?? 'unknown';
  return join(caches, 'partner-center-audit-bot', `redis-${codename}-${process.arch}`);
}

/** The command line that runs the unpacked server with its own libraries. */
async function serverIn(folder: string): Promise<readonly string[]> {
  const libraries = await Promise.all(['usr/lib', 'lib'].map(async (place) => {
    const names = await readdir(join(folder, place)).catch(() => []);
    return names.filter((name) => name.includes('-linux-gnu')).map((name) => join(folder, place, name));
  }));
  return ['env', `LD_LIBRARY_PATH=${libraries.flat().join(':')}`, join(folder, 'usr/bin/redis-server')];
}

async function works(folder: string): Promise<boolean> {
  const [command = '', ...args] = await serverIn(folder);
  return run(command, [...args, '--version'], { timeout: 10_000 }).then(() => true, () => false);
}

/** Works in a folder beside the target and renames it at the end, so a half download is never used. */
async function fetchInto(folder: string, tools: Tools): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const partial = await mkdtemp(`${folder}.partial-`);
  try {
    // Package lists that are missing or out of date are fetched once, which needs root.
    await download(partial, tools).catch(async () => {
      await run(tools.aptGet, ['update'], { timeout: DOWNLOAD_MS });
      await download(partial, tools);
    });
    for (const name of await readdir(partial)) {
      if (!name.endsWith('.deb')) continue;
      await run(tools.dpkg, ['-x', join(partial, name), partial], { timeout: 30_000 });
      await rm(join(partial, name));
    }
    if (!(await works(partial))) throw new Error(`redis-server from ${basename(folder)} does not run here`);
    if (!(await works(folder))) await rm(folder, { recursive: true, force: true });
    // Another process may have been quicker: its folder serves as well.
    await rename(partial, folder).catch(async (error: unknown) => {
      if (!(await works(folder))) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function download(folder: string, tools: Tools): Promise<void> {
  const depends = await run(tools.aptCache, ['depends', '--no-recommends', '--no-suggests', 'redis-tools'], { timeout: 30_000 });
  const libraries = [...depends.matchAll(/^ +Depends: ([a-z0-9][a-z0-9.+-]*)$/gm)].flatMap((match) => match[1] ?? []);
  const names = ['redis-server', 'redis-tools', ...libraries.filter((name) => !NOT_NEEDED.has(name))];
  await run(tools.aptGet, ['download', ...names], { timeout: DOWNLOAD_MS, cwd: folder });
}

function lastLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).trim().split('\n').at(-1) ?? '';
}
