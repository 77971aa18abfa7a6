/** What can be made to go wrong, or to happen, while one watches. */
import type { Fault } from '../partner-center/faults.ts';
import { suspiciousNow } from '../partner-center/story/scene-now.ts';
import type { World } from '../world.ts';
import type { BotKeeper } from './bot-keeper.ts';
import type { Clock } from './clock.ts';
import { momentOf } from './next-digest.ts';
import type { ShownKnob } from './wire.ts';

export interface Knobs {
  readonly shown: () => readonly ShownKnob[];
  /** Turns a switch over, or pushes; gives what has been done in words. Throws for an unknown name. */
  readonly turn: (name: string) => string | Promise<string>;
  /** To when the clock was moved, in words; null while it is the machine's. */
  readonly movedTo: () => string | null;
}

const SLOW_MS = 6000;
const FREEZE_MS = 5000;
const RETRY_AFTER_SECONDS = 4;
const SLACK_RETRY_AFTER_SECONDS = 3;
const LIMITED_POSTS = 2;

/** Standing faults of Partner Center; only one can be on. */
const STANDING: Readonly<Record<string, { readonly label: string; readonly explains: string; readonly fault: Fault }>> = {
  slow: { label: 'Slow Partner Center', explains: `Every page takes ${SLOW_MS / 1000} seconds.`, fault: { kind: 'slow', ms: SLOW_MS } },
  storm: { label: '429 storm', explains: `Partner Center answers “too many requests, retry after ${RETRY_AFTER_SECONDS} s” to everything. The bot waits and tries again; it says so if it gives up.`, fault: { kind: 'throttle', retryAfter: RETRY_AFTER_SECONDS } },
  outage: { label: 'Partner Center outage', explains: 'It answers 503 to everything. The bot tries again; it says so if it gives up.', fault: { kind: 'status', status: 503 } },
};

interface Push {
  readonly label: string;
  readonly explains: string;
  readonly push: () => string | Promise<string>;
}

export interface KnobParts {
  readonly world: World;
  readonly bot: BotKeeper;
  readonly clock: Clock;
  readonly jump: () => Promise<string>;
  readonly onChange: () => void;
}

const SLACK_POSTS = ['response_url', 'chat.postMessage', 'chat.update', 'views.update'] as const;

/** What happens by itself, for whoever watches. */
const events = ({ world: { partnerCenter }, clock, jump }: KnobParts): Readonly<Record<string, Push>> => ({
  suspicious: {
    label: 'Something suspicious, now', explains: 'Partner Center logs a new admin relationship and a new account, this minute.',
    push: () => {
      const records = suspiciousNow(new Date(clock.now()));
      partnerCenter.addRecords(records);
      return `${records.length} new records. An alert tells of them within seconds, if one is set up; or ask: /audit risk high last 1h`;
    },
  },
  digest: {
    label: 'Jump to the next digest', explains: 'Moves the clock of everybody here to when the next digest is due, with something new in the minute before. The bot is started anew, as if it had stood still until then: it tells its admins that the log was not read for so long.',
    push: jump,
  },
});

const troubles = ({ world: { slack, entra }, bot }: KnobParts): Readonly<Record<string, Push>> => ({
  socket: {
    label: 'Drop the socket', explains: 'Cuts every Socket Mode connection; the bot has to come back by itself.',
    push: () => {
      const count = slack.faults.socket('drop');
      return count === 0 ? 'There is none: the bot is connected over HTTP.' : `${count} cut.`;
    },
  },
  limited: {
    label: 'Slack 429', explains: `Slack refuses the next ${LIMITED_POSTS} posts of the bot for ${SLACK_RETRY_AFTER_SECONDS} seconds.`,
    push: () => {
      for (const method of SLACK_POSTS) slack.faults.rateLimit(method, SLACK_RETRY_AFTER_SECONDS, LIMITED_POSTS);
      return 'Ask something: the answer comes late, and once.';
    },
  },
  revoke: {
    label: 'Revoke the token', explains: 'Entra takes back the token for Partner Center; the bot has to sign in anew.',
    push: () => {
      entra.revokeAll();
      return 'Taken back. The next search is refused once, and signs in again.';
    },
  },
  freeze: {
    label: 'Freeze the bot', explains: `The bot gets no processor time for ${FREEZE_MS / 1000} seconds; Slack waits for 3.`,
    push: () => {
      void bot.freeze(FREEZE_MS);
      return 'Frozen. Type a command now to see what Slack says.';
    },
  },
});

export function createKnobs(parts: KnobParts): Knobs {
  const { world, clock, onChange } = parts;
  let standing: string | undefined;
  world.partnerCenter.faults.whenever(() => (standing === undefined ? undefined : STANDING[standing]?.fault));
  const pushable = { ...events(parts), ...troubles(parts) };

  return {
    shown: () => [
      ...Object.entries(STANDING).map(([name, { label, explains }]) => ({ name, label, explains, kind: 'switch' as const, isOn: standing === name })),
      ...Object.entries(pushable).map(([name, { label, explains }]) => ({ name, label, explains, kind: 'push' as const, isOn: false })),
    ],
    movedTo: () => {
      const at = clock.movedTo();
      return at === undefined ? null : momentOf(at);
    },
    turn: (name) => {
      if (Object.hasOwn(pushable, name)) return pushable[name]?.push() ?? '';
      if (!Object.hasOwn(STANDING, name)) throw new Error(`there is no knob ${name}`);
      standing = standing === name ? undefined : name;
      onChange();
      return standing === undefined ? 'Back to normal.' : STANDING[name]?.explains ?? '';
    },
  };
}
