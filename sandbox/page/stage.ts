/** Everything at once: the invented world, the real bot in it, and the page before it. */
import { deleteKeys, placeOf } from '../bot-keys.ts';
import { createStory } from '../partner-center/story/story.ts';
import type { WireRecord } from '../partner-center/wire.ts';
import { PEOPLE } from '../slack/workspace.ts';
import { startWorld, type World } from '../world.ts';
import { keepBot, type BotKeeper, type Transport } from './bot-keeper.ts';
import { createClock, variablesOf, type Clock } from './clock.ts';
import { createKnobs, type Knobs } from './knobs.ts';
import { ownManifest } from './manifest.ts';
import { jumpToNextDigest } from './next-digest.ts';
import { startPage, type Page } from './page-server.ts';
import { createTrafficLog, type TrafficLog } from './traffic-log.ts';
import { startWireTap, type WireTap } from './wire-tap.ts';

export interface StageOptions {
  readonly redisUrl: string;
  readonly transport?: Transport;
  /** Of the page; 0, the default, takes any free one. */
  readonly port?: number;
  /** Besides those of the story. */
  readonly moreRecords?: readonly WireRecord[];
  /** Whoever gives up while it starts does not wait for the bot. */
  readonly leaving?: AbortSignal;
}

export interface Stage {
  /** Of the page. */
  readonly url: string;
  readonly world: World;
  readonly bot: BotKeeper;
  readonly traffic: TrafficLog;
  readonly clock: Clock;
  readonly knobs: Knobs;
  readonly opsPort: number;
  readonly close: () => Promise<void>;
}

/** Admins, and a colleague in another time zone; a plain member sees what being refused looks like. */
const ACCESS = { AUDIT_ACCESS: `admins,${PEOPLE.berlin.id}` } as const;
/** The shortest there is: nobody who tries something waits five minutes for an alert. */
const SYNC = { SYNC_SECONDS: '5' } as const;

interface Taps {
  readonly entra: WireTap;
  readonly partnerCenter: WireTap;
}

async function tapLines(world: World, traffic: TrafficLog, { now }: Clock): Promise<Taps> {
  const [entra, partnerCenter] = await Promise.all([
    startWireTap(world.entra.url, (seen) => traffic.ofOther('Entra', seen), now),
    startWireTap(world.partnerCenter.url, (seen) => traffic.ofOther('Partner Center', seen), now),
  ]);
  return { entra, partnerCenter };
}

function jumpFor(world: World, bot: BotKeeper, clock: Clock, redisUrl: string): () => Promise<string> {
  const { REDIS_PREFIX: prefix = '' } = world.environment();
  return () => jumpToNextDigest({ clock, redisUrl, prefix, addRecords: world.partnerCenter.addRecords, restart: () => bot.start(bot.state().transport) });
}

/** Starts all of it; rejects when the bot does not start or the port is taken, with nothing left running. */
export async function startStage({ redisUrl, transport = 'http', port = 0, moreRecords = [], leaving }: StageOptions): Promise<Stage> {
  const manifest = ownManifest();
  const clock = createClock();
  const records = [...createStory({ now: new Date(clock.now()) }).records, ...moreRecords];
  const world = await startWorld({ redisUrl, partnerCenter: { records }, slack: { scopes: manifest.scopes }, now: clock.now });
  const traffic = createTrafficLog();
  world.slack.onTraffic(traffic.ofSlack);
  const taps = await tapLines(world, traffic, clock);
  let page: Page | undefined;
  let tellStatus = (): void => undefined;
  const bot = keepBot({
    environment: (via) => ({
      ...world.environment(via), ...ACCESS, ...SYNC, ...variablesOf(clock.aheadMs()),
      PARTNER_CENTER_URL: taps.partnerCenter.url, ENTRA_AUTHORITY_URL: taps.entra.url,
    }),
    deliverTo: world.slack.deliverTo,
    onChange: () => tellStatus(),
    leaving,
  });
  const release = async (): Promise<void> => {
    await page?.close();
    await bot.stop();
    // A Redis of the demo's own may be gone already, and the keys with it.
    await deleteKeys(placeOf(world)).catch(() => undefined);
    await Promise.all([world.close(), taps.entra.close(), taps.partnerCenter.close()]);
  };
  try {
    const knobs = createKnobs({ world, bot, clock, jump: jumpFor(world, bot, clock, redisUrl), onChange: () => tellStatus() });
    page = await startPage({ slack: world.slack, manifest, traffic, knobs, clock, bot: bot.state, moveTo: bot.start, port });
    tellStatus = page.tellStatus;
    const started = await bot.start(transport);
    return {
      url: page.url, world, bot, traffic, clock, knobs, opsPort: started.opsPort,
      close: release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}
