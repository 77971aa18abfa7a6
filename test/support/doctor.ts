/** The doctor in this process, in a world that a test may break. */
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { startRedis } from '../../scripts/find-redis.ts';
import { createStory } from '../../sandbox/partner-center/story/story.ts';
import { startWorld, type World, type WorldOptions } from '../../sandbox/world.ts';
import { doctorSections } from '../../src/roles/doctor-sections.ts';
import { runDoctor } from '../../src/roles/doctor.ts';
import { createLogger } from '../../src/runtime/logger.ts';
import { SCOPES } from '../../src/slack/scopes.ts';
import { testRedis } from './redis.ts';

export interface Consultation {
  readonly code: number;
  readonly text: string;
  /** What is said under one name, line by line. */
  lines(name: string): readonly string[];
}

type Environment = Readonly<Record<string, string>>;

/** A world with the story in it, until the test is over. */
export async function testWorld(options: Partial<WorldOptions> = {}): Promise<World> {
  const world = await startWorld({
    redisUrl: testRedis().url, ...options,
    partnerCenter: { records: createStory({ now: new Date() }).records, ...options.partnerCenter },
  });
  onTestFinished(() => world.close());
  return world;
}

/** A Redis as an operator should have it, once for each test file; it ends with the file's process. */
let started: Promise<string> | undefined;
const greenRedis = (): Promise<string> => (started ??= startGreenRedis());

async function startGreenRedis(): Promise<string> {
  const { url } = await startRedis();
  await configure(url, 'appendonly', 'yes');
  return url;
}

async function configure(url: string, directive: string, value: string): Promise<void> {
  const connection = new Redis(url);
  await connection.config('SET', directive, value);
  connection.disconnect();
}

/** Sets one directive of the green world's Redis. */
export async function configureRedis(directive: string, value: string): Promise<void> {
  await configure(await greenRedis(), directive, value);
}

/** A world in which the doctor has nothing to say. */
export async function greenWorld(options: Partial<WorldOptions> = {}): Promise<World> {
  return testWorld({ redisUrl: await greenRedis(), ...options, slack: { scopes: SCOPES.map(({ scope }) => scope), ...options.slack } });
}

/** Asks the doctor with these variables and no others. */
export async function consult(environment: Environment, clock = () => new Date()): Promise<Consultation> {
  const said: string[] = [];
  const sections = doctorSections({ environment, clock, log: createLogger('silent'), newId: randomUUID });
  const code = await runDoctor({ sections, print: (line) => void said.push(line) });
  return { code, text: said.join('\n'), lines: (name) => said.filter((line) => new RegExp(`^(?:ok|warn|FAIL|skip) +${name}  `).test(line)) };
}
