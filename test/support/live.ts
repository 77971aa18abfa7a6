/** The real bot, as processes of its own, in an invented world; everything ends with the test file. */
import { Redis } from 'ioredis';
import { afterAll, expect } from 'vitest';
import { startBot, type Bot } from '../../sandbox/bot.ts';
import type { PartnerCenterOptions } from '../../sandbox/partner-center/server.ts';
import { createStory } from '../../sandbox/partner-center/story/story.ts';
import type { SlackMessage } from '../../sandbox/slack/messages.ts';
import type { SlackOptions } from '../../sandbox/slack/state.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/workspace.ts';
import { startWorld, type World } from '../../sandbox/world.ts';
import { testRedis } from './redis.ts';

export const OPS = CHANNELS.ops.id;
export const ADMIN = PEOPLE.admin.id;

const ANSWER_MS = 40_000;
/** More patient than Slack, for a machine that stands still: a bot that is slow itself says so in its acknowledgement. */
const PATIENCE = { ackTimeoutMs: 20_000, triggerLifeMs: 20_000 };

/** Who somebody is must be known within 800 ms. On a busy machine that may fail, and people do as they are told then. */
const [UNKNOWN, TRIES] = ['Slack could not tell me who you are', 5];

export interface LiveOptions {
  readonly partnerCenter?: Partial<PartnerCenterOptions>;
  readonly slack?: Partial<SlackOptions>;
  readonly redisUrl?: string;
  readonly transport?: 'http' | 'socket';
  /** `idle`, the default, leaves Partner Center to the searches: a test may count its requests and break some. */
  readonly copy?: 'kept' | 'idle';
}

export interface Live extends World {
  /** Starts one process of the bot, beside those that run already. */
  startBot(environment?: Readonly<Record<string, string>>): Promise<Bot>;
  /** Types a command and gives what the person sees of it at once. */
  type(text: string, by?: { readonly user?: string; readonly channel?: string }): Promise<Typed>;
  /** The messages of one person in #csp-ops. */
  seen(user?: string): readonly SlackMessage[];
}

export interface Typed {
  readonly acknowledgement: SlackMessage;
  /** The next message after the acknowledgement. */
  answer(): Promise<SlackMessage>;
}

const ends: (() => Promise<void>)[] = [];

/** As if another worker read the log into the copy all the while. */
async function holdLease(world: World): Promise<void> {
  const { REDIS_URL: url = '', REDIS_PREFIX: prefix } = world.environment();
  const redis = new Redis(url);
  await redis.set(`${prefix}:lease:sync`, 'the test', 'EX', 3_600);
  redis.disconnect();
}

/** Registered when the file is read: vitest leaves out what is registered while a hook or a test runs. */
function endWithTheFile(): void {
  afterAll(async () => {
    await Promise.all(ends.splice(0).map((end) => end()));
  });
}

endWithTheFile();

/** Starts a world; after the file's tests no payload may have broken a rule of Block Kit. */
export async function live({ partnerCenter = {}, slack = {}, redisUrl, transport = 'http', copy = 'idle' }: LiveOptions = {}): Promise<Live> {
  const records = partnerCenter.records ?? createStory({ now: new Date() }).records;
  const world = await startWorld({ redisUrl: redisUrl ?? testRedis().url, partnerCenter: { ...partnerCenter, records }, slack: { ...PATIENCE, ...slack } });
  if (copy === 'idle') await holdLease(world);
  const bots: Bot[] = [];
  ends.push(async () => {
    await Promise.all(bots.map((bot) => bot.kill()));
    await world.close();
    expect(world.slack.violations).toEqual([]);
  });
  const seen = (user = ADMIN) => world.slack.messages({ channel: OPS, viewer: user });
  return {
    ...world,
    seen,
    async startBot(environment = {}) {
      const bot = await startBot({ ...world.environment(transport), ...environment });
      bots.push(bot);
      if (bot.port !== undefined) world.slack.deliverTo(`http://127.0.0.1:${bot.port}/slack/events`);
      return bot;
    },
    async type(text, { user = ADMIN, channel = OPS } = {}) {
      const place = { channel, viewer: user };
      const before = new Set<string>();
      const typed = async (tries: number): Promise<SlackMessage> => {
        for (const { ts } of world.slack.messages(place)) before.add(ts);
        await world.slack.command({ user, channel, text });
        const acknowledged = world.slack.messages(place).find(({ ts }) => !before.has(ts));
        if (!acknowledged) throw new Error('nothing was acknowledged');
        return tries > 1 && acknowledged.text.startsWith(UNKNOWN) ? typed(tries - 1) : acknowledged;
      };
      const acknowledgement = await typed(TRIES);
      const isNext = ({ ts }: SlackMessage): boolean => !before.has(ts) && ts !== acknowledgement.ts;
      return { acknowledgement, answer: () => world.slack.waitForMessage({ ...place, where: isNext, timeoutMs: ANSWER_MS }) };
    },
  };
}
