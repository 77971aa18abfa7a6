/** `npm run demo`: the real bot against stand-ins for Slack, Entra and Partner Center, in a page and in this terminal. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startRedis } from '../scripts/find-redis.ts';
import { checkGiven, copiedDays, placeOf } from './bot-keys.ts';
import { startStage, type Stage } from './page/stage.ts';
import { TOUR } from './page/tour.ts';
import type { Afterwards } from './page/wire.ts';
import { messageAsText } from './slack/as-text.ts';
import type { SlackMessage } from './slack/messages.ts';
import { CHANNELS, PEOPLE } from './slack/workspace.ts';
import { createTerminal, type Terminal } from './terminal.ts';

const FIRST_COMMAND = 'customer Relecloud last 7d';
const FIRST_PORT = 4000;
const PORTS = 20;
const OUTCOME_MS = 120_000;
/** The preview of an alert looks at 30 days, and at 30 before each for what is new. */
const DAYS_LOOKED_AT = 61;
const COPY_MS = 120_000;
/** Nobody who leaves waits longer: what has not ended by then ends with this process. */
const LEAVE_MS = 10_000;
/** Ctrl-C under npm comes twice at once; a later one is somebody's impatience. */
const IMPATIENT_MS = 1_000;

const USAGE = `npm run demo                 opens the sandbox on a page, and takes commands here
npm run demo -- --port N     the page's port (a free one from ${FIRST_PORT} on, if left out)
npm run demo -- --socket     connects the bot by Socket Mode instead of signed HTTP
npm run demo -- --headless   the tour as text in this terminal, then ends
npm run demo -- --once       one answer in this terminal, then ends`;

interface Options {
  readonly port: number;
  readonly transport: 'http' | 'socket';
  readonly mode: 'page' | 'headless' | 'once';
}

interface Running {
  readonly stage: Stage;
  readonly redis: string;
  stop(): Promise<void>;
}

const leaving = new AbortController();
const print = (text: string): void => { if (!leaving.signal.aborted) process.stdout.write(text); };
const say = (text: string): void => print(`${text}\n`);

/** Undefined when only the usage was asked for; throws what is wrong with the flags. */
function readOptions(): Options | undefined {
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({ options: { once: flag, headless: flag, socket: flag, help: flag, port: { type: 'string' } } });
  if (values.help) return undefined;
  const port = Number(values.port ?? 0);
  if (!/^\d+$/.test(values.port ?? '0') || port > 65_535) throw new Error(`--port takes a number from 1 to 65535, not ${values.port}`);
  return { port, transport: values.socket ? 'socket' : 'http', mode: values.once ? 'once' : values.headless ? 'headless' : 'page' };
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  const event = await Promise.race([once(server, 'listening').then(() => true), once(server, 'error').then(() => false)]).catch(() => false);
  if (event) await new Promise((resolve) => { server.close(resolve); });
  return event;
}

/** The one that was asked for, or the first free one of a few that are easy to remember. */
async function choosePort({ port, mode }: Options): Promise<number> {
  if (mode !== 'page') return 0;
  if (port !== 0 && !await isFree(port)) throw new Error(`Port ${port} is taken: choose another one with --port, or leave it out.`);
  if (port !== 0) return port;
  for (let next = FIRST_PORT; next < FIRST_PORT + PORTS; next += 1) if (await isFree(next)) return next;
  return 0;
}

async function startAll(options: Options): Promise<Running> {
  const port = await choosePort(options);
  const url = process.env['REDIS_URL'];
  if (url) await checkGiven(url);
  const redis = await startRedis({ url, log: say });
  try {
    leaving.signal.throwIfAborted();
    const stage = await startStage({ redisUrl: redis.url, transport: options.transport, port, leaving: leaving.signal });
    return {
      stage,
      redis: redis.how,
      async stop() {
        await stage.close();
        await redis.stop();
      },
    };
  } catch (error) {
    await redis.stop();
    throw error;
  }
}

function introduce({ stage, redis }: Running, { mode, transport }: Options): void {
  if (mode === 'page') say(`\n  The sandbox is open:  ${stage.url}\n`);
  say('Everything in it is invented, but for three sample records that Microsoft publishes in its documentation.');
  say(`The bot is the real one, by ${transport === 'socket' ? 'Socket Mode' : 'signed HTTP'}; its health: http://127.0.0.1:${stage.opsPort}/readyz. Slack, Entra and`);
  say(`Partner Center are stand-ins on this machine. Redis: ${redis}.\n`);
}

/** What follows a command of the tour: a button, a knob, and what comes of it in a channel. */
async function follow({ world: { slack }, knobs, clock }: Stage, terminal: Terminal, { press, knob, label, channel, outcome }: Afterwards): Promise<void> {
  if (press !== undefined) await terminal.type(press.toLowerCase());
  say(`\n${label}`);
  const before = new Set(slack.allMessages().map(({ ts }) => ts));
  say(await knobs.turn(knob));
  const reader = { zone: PEOPLE.admin.timezone, now: clock.now() };
  const textOf = (message: SlackMessage): string => messageAsText(message, reader);
  const where = (message: SlackMessage): boolean => !before.has(message.ts) && textOf(message).includes(outcome);
  say(`\n${textOf(await slack.waitForMessage({ channel, viewer: PEOPLE.admin.id, where, timeoutMs: OUTCOME_MS }))}\n`);
}

/** The bot copies the log meanwhile; a preview tells of what it holds, and of no more. */
async function awaitCopy({ world }: Stage): Promise<void> {
  const place = placeOf(world);
  const isThere = async (): Promise<boolean> => await copiedDays(place) >= DAYS_LOOKED_AT;
  if (await isThere()) return;
  say(`(waiting until the bot has copied ${DAYS_LOOKED_AT} days of the log, at most ${COPY_MS / 1000} s)`);
  for (const end = performance.now() + COPY_MS; performance.now() < end && !await isThere();) await sleep(500);
}

async function tour(stage: Stage, terminal: Terminal): Promise<void> {
  for (const [index, { title, command, notice, afterwards }] of TOUR.entries()) {
    say(`\n${'═'.repeat(78)}\n${index + 1} of ${TOUR.length}  ${title}`);
    if (command.startsWith('/audit alert')) await awaitCopy(stage);
    await terminal.type(command);
    if (afterwards) await follow(stage, terminal, afterwards);
    say(`Notice: ${notice}`);
  }
}

/** Serves until Ctrl-C or `quit`; without a terminal, until it is told to stop. */
async function serve(terminal: Terminal, ended: Promise<unknown>): Promise<void> {
  say('Here in the terminal you can type commands, too, as Dana in #csp-ops:');
  say(`  ${FIRST_COMMAND} · help · quit (Ctrl-C ends it, too); and press the buttons of the last answer:`);
  say('  details 1 · next · previous · keep · run 1 · export csv');
  const lines = createInterface({ input: process.stdin, terminal: false });
  let last: Promise<unknown> = Promise.resolve();
  let typed = 0;
  const finished = new Promise<void>((resolve) => {
    // With nobody and nothing to type, the demo goes on serving; at the end of typed lines it is done.
    lines.on('close', () => {
      if (process.stdin.isTTY || typed > 0) resolve();
    });
    lines.on('line', (line) => {
      if (/^(quit|exit)$/.test(line.trim())) return resolve();
      typed += 1;
      last = last.then(() => terminal.type(line)).then(() => print('> '), (error: unknown) => say(String(error)));
    });
    print('> ');
  });
  await Promise.race([finished.then(() => last), ended]);
  lines.close();
}

/** Resolves when somebody ends it; from then on nothing is printed but that it stops. */
function leavingOf(): Promise<void> {
  return new Promise((resolve) => {
    let since: number | undefined;
    const leave = (): void => {
      if (since !== undefined && performance.now() - since > IMPATIENT_MS) process.exit(1);
      if (since !== undefined) return;
      since = performance.now();
      say(`${process.stdout.isTTY ? '\n' : ''}Stopping …`);
      leaving.abort();
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, leave);
  });
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options === undefined) return say(USAGE);
  // From the first moment on: whoever gives up while it starts leaves nothing behind, either.
  const ended = leavingOf();
  const starting = startAll(options);
  const work = async (): Promise<void> => {
    const running = await starting;
    leaving.signal.throwIfAborted();
    introduce(running, options);
    const terminal = createTerminal({ slack: running.stage.world.slack, user: PEOPLE.admin.id, channel: CHANNELS.ops.id, say });
    if (options.mode === 'headless') return tour(running.stage, terminal);
    if (options.mode === 'once' || !process.stdin.isTTY) await terminal.type(FIRST_COMMAND);
    if (options.mode === 'page') await serve(terminal, ended);
  };
  try {
    await Promise.race([work(), ended]);
  } finally {
    // Why it did not start, if it did not, is told by the work.
    const stopped = starting.then((running) => running.stop(), () => undefined);
    await Promise.race([stopped, ended.then(() => sleep(LEAVE_MS))]);
  }
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
process.exit(0);
