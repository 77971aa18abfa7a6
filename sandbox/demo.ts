/** `npm run demo`: the real bot against stand-ins for Slack, Entra and Partner Center, in this terminal. */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { startRedis } from '../scripts/find-redis.ts';
import { startBot, type Bot } from './bot.ts';
import { createStory } from './partner-center/story/story.ts';
import { CHANNELS, PEOPLE } from './slack/workspace.ts';
import { createTerminal } from './terminal.ts';
import { startWorld, type World } from './world.ts';

const FIRST_COMMAND = 'customer Relecloud last 7d';
const NEXT_COMMANDS = ['status failed last 7d', 'resource gdap last 30d', 'user admin@domain.onmicrosoft.com last 7d', 'custmer Relecloud last 7d', 'help'];

const say = (text: string): void => void process.stdout.write(`${text}\n`);

interface Running {
  readonly world: World;
  readonly bot: Bot;
  stop(): Promise<void>;
}

async function startAll(port: number): Promise<Running> {
  const redis = await startRedis({ url: process.env['REDIS_URL'], log: say });
  const world = await startWorld({ redisUrl: redis.url, partnerCenter: { records: createStory({ now: new Date() }).records } });
  const bot = await startBot({ ...world.environment(), PORT: String(port) });
  world.slack.deliverTo(`http://127.0.0.1:${bot.port}/slack/events`);
  say(`Started: the bot (port ${bot.port}, health at http://127.0.0.1:${bot.opsPort}/readyz), stand-ins for Slack, Entra and`);
  say(`Partner Center, and Redis (${redis.how}).`);
  say('Everything in it is invented, but for three sample records that Microsoft publishes in its documentation.\n');
  return {
    world,
    bot,
    async stop() {
      await bot.stop();
      await world.close();
      await redis.stop();
    },
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { once: { type: 'boolean' }, port: { type: 'string' }, headless: { type: 'boolean' } } });
  const running = await startAll(Number(values.port ?? 0));
  const terminal = createTerminal({ slack: running.world.slack, user: PEOPLE.admin.id, channel: CHANNELS.ops.id, say });
  await terminal.type(FIRST_COMMAND);
  say('\nWhat to try next:');
  for (const command of NEXT_COMMANDS) say(`  /audit ${command}`);
  if (!values.once) await serve(terminal);
  await running.stop();
}

/** Serves until Ctrl-C or `quit`; without a terminal, until it is told to stop. */
async function serve(terminal: ReturnType<typeof createTerminal>): Promise<void> {
  say('  details 1 · next · previous · keep · run 1   (the buttons of the last answer)');
  say('\nType a command, or quit (Ctrl-C ends too).');
  const lines = createInterface({ input: process.stdin, terminal: false });
  let last: Promise<unknown> = Promise.resolve();
  let typed = 0;
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    lines.on('SIGINT', resolve);
    // With nobody and nothing to type, the demo goes on serving; at the end of typed lines it is done.
    lines.on('close', () => {
      if (process.stdin.isTTY || typed > 0) resolve();
    });
    lines.on('line', (line) => {
      if (/^(quit|exit)$/.test(line.trim())) return resolve();
      typed += 1;
      last = last.then(() => terminal.type(line)).then(() => process.stdout.write('> '), (error: unknown) => say(String(error)));
    });
    process.stdout.write('> ');
  });
  await last;
  lines.close();
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
process.exit(0);
