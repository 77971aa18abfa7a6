/** One person of the invented workspace at a terminal: what they type goes to Slack, what they would see is printed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { messageAsText, viewAsText } from './slack/as-text.ts';
import { labelsIn } from './slack/clickables.ts';
import type { SlackMessage } from './slack/messages.ts';
import type { SlackStandIn } from './slack/server.ts';

const ANSWER_MS = 30_000;
const SETTLE_MS = 300;
const RULE = '─'.repeat(78);

export interface TerminalOptions {
  readonly slack: SlackStandIn;
  readonly user: string;
  readonly channel: string;
  readonly say: (text: string) => void;
}

export interface Terminal {
  /** A command with or without its `/audit`, or a button of the last answer by its label: `details 1`, `next`, `export csv`. */
  type(line: string): Promise<void>;
}

interface Place {
  readonly channel: string;
  readonly viewer: string;
}

interface Seat extends TerminalOptions {
  readonly place: Place;
  readonly zone: string;
  /** The message whose buttons are pressed. */
  answer?: SlackMessage;
}

interface Press {
  readonly label: string;
  /** Which of several with this label. */
  readonly index: number;
}

const BUTTON_WORDS = /^(details|next|previous|keep|run)\b/i;

export function createTerminal(options: TerminalOptions): Terminal {
  const zone = options.slack.people.find(({ id }) => id === options.user)?.timezone ?? 'UTC';
  const seat: Seat = { ...options, zone, place: { channel: options.channel, viewer: options.user } };
  return {
    async type(line) {
      const text = line.trim().replace(/^\/audit\s*/, '');
      const wanted = pressOf(text, seat.answer);
      if (wanted) return press(seat, wanted);
      if (BUTTON_WORDS.test(text) && !/\s[^\d\s]/.test(text)) return seat.say(`The last answer has no “${text}” to press.`);
      await sendCommand(seat, text);
    },
  };
}

/** `run 2` is the second button that begins with Run; everything else goes by its whole label. */
function pressOf(text: string, shown: SlackMessage | undefined): Press | undefined {
  const [, word = '', number = '1'] = /^(\D+?)\s*(\d+)?$/.exec(text.toLowerCase()) ?? [];
  if (!shown || word === '' || word === 'help') return undefined;
  const labels = labelsIn(shown.blocks);
  const matching = labels.flatMap((label, at) => (label.toLowerCase() === word || (word === 'run' && label.startsWith('Run')) ? [at] : []));
  const at = matching[Number(number) - 1];
  const label = at === undefined ? undefined : labels[at];
  return label === undefined ? undefined : { label, index: labels.slice(0, at).filter((other) => other === label).length };
}

async function sendCommand(seat: Seat, text: string): Promise<void> {
  const { slack, place, user, channel, say } = seat;
  const before = slack.messages(place).length;
  const typed = performance.now();
  say(`\n#csp-ops  /audit ${text}`);
  const delivery = await slack.command({ user, channel, text });
  const [acknowledgement] = slack.messages(place).slice(before);
  say(`(acknowledged after ${Math.round(delivery.elapsedMs)} ms, only visible to you)`);
  if (!acknowledgement) return;
  draw(seat, acknowledgement);
  seat.answer = acknowledgement;
  if (!promisesAnswer(acknowledgement)) return;
  await awaitAnswer(seat);
  say(`(answered after ${Math.round(performance.now() - typed)} ms, only visible to you)`);
}

/** Also where the acknowledgement only says that it takes longer than Slack waits. */
function promisesAnswer({ text }: SlackMessage): boolean {
  return /the answer follows/i.test(text);
}

/** Waits for the message after the acknowledgement, and shows it. */
async function awaitAnswer(seat: Seat): Promise<void> {
  const { slack, place, answer: acknowledgement } = seat;
  const isNext = (message: SlackMessage): boolean => acknowledgement === undefined || slack.messages(place).indexOf(message) > slack.messages(place).findIndex(({ ts }) => ts === acknowledgement.ts);
  seat.answer = await slack.waitForMessage({ ...place, where: isNext, timeoutMs: ANSWER_MS });
  draw(seat, seat.answer);
}

/** What a press leads to comes first in one of three places: a modal, this channel, or the direct messages. */
async function press(seat: Seat, { label, index }: Press): Promise<void> {
  const { slack, place, user, answer: shown } = seat;
  if (!shown) return;
  const before = new Set(slack.allMessages());
  const isFresh = (message: SlackMessage): boolean => !before.has(message);
  await slack.click({ user, message: shown, label, index });
  const waiting = new AbortController();
  const modal = slack.waitForView({ user, where: ({ blocks }) => blocks.length > 1, timeoutMs: ANSWER_MS }).then(async (view) => {
    if (waiting.signal.aborted) return;
    frame(seat, viewAsText(view, { zone: seat.zone, now: Date.now() }));
    await slack.closeView({ user });
  });
  const message = slack.waitForMessage({ viewer: user, where: isFresh, timeoutMs: ANSWER_MS }).then(async () => {
    // A press may say something here and put something into the direct messages.
    await sleep(SETTLE_MS);
    if (waiting.signal.aborted) return;
    for (const changed of [...slack.dms(user), ...slack.messages(place)].filter(isFresh)) {
      draw(seat, changed);
      if (changed.channel === place.channel && labelsIn(changed.blocks).length > 0) seat.answer = changed;
    }
    if (seat.answer && isFresh(seat.answer) && promisesAnswer(seat.answer)) await awaitAnswer(seat);
  });
  // Whichever does not come gives up later, when nobody listens any more.
  for (const one of [modal, message]) one.catch(() => undefined);
  await Promise.any([modal, message]).catch(() => seat.say(`Nothing came of “${label}”.`));
  waiting.abort();
}

function draw(seat: Seat, message: SlackMessage): void {
  const files = seat.slack.files().filter(({ id }) => message.files?.includes(id)).map(({ filename, bytes }) => `[file ${filename}, ${bytes?.length ?? 0} bytes]`);
  frame(seat, [messageAsText(message, { zone: seat.zone, now: Date.now() }), ...files].filter((line) => line !== '').join('\n'));
}

function frame({ say }: Seat, text: string): void {
  say(`${RULE}\n${text}\n${RULE}`);
}
