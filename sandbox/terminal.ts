/** One person of the invented workspace at a terminal: what they type goes to Slack, what they would see is printed. */
import { messageAsText, viewAsText } from './slack/as-text.ts';
import type { SlackMessage } from './slack/messages.ts';
import type { SlackStandIn } from './slack/server.ts';

const ANSWER_MS = 30_000;
const RULE = '─'.repeat(78);

export interface TerminalOptions {
  readonly slack: SlackStandIn;
  readonly user: string;
  readonly channel: string;
  readonly say: (text: string) => void;
}

export interface Terminal {
  /** A command with or without its `/audit`, or a button of the last answer: `details 1`, `next`, `previous`, `keep`. */
  type(line: string): Promise<void>;
}

interface Seat extends TerminalOptions {
  readonly place: { readonly channel: string; readonly viewer: string };
  readonly zone: string;
  /** The message whose buttons are pressed. */
  answer?: SlackMessage;
}

export function createTerminal(options: TerminalOptions): Terminal {
  const zone = options.slack.people.find(({ id }) => id === options.user)?.timezone ?? 'UTC';
  const seat: Seat = { ...options, zone, place: { channel: options.channel, viewer: options.user } };
  return {
    async type(line) {
      const text = line.trim().replace(/^\/audit\s*/, '');
      const [, button, number = '1'] = /^(details|next|previous|keep|run|help)\s*(\d+)?$/i.exec(text) ?? [];
      if (!button || text.toLowerCase() === 'help') return sendCommand(seat, text);
      await press(seat, button.slice(0, 1).toUpperCase() + button.slice(1).toLowerCase(), Number(number) - 1);
    },
  };
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
  if (!acknowledgement.text.includes('the answer follows')) return;
  await awaitAnswer(seat);
  say(`(answered after ${Math.round(performance.now() - typed)} ms, only visible to you)`);
}

/** Waits for the message after the acknowledgement, and shows it. */
async function awaitAnswer(seat: Seat): Promise<void> {
  const { slack, place, answer: acknowledgement } = seat;
  const isNext = (message: SlackMessage): boolean => acknowledgement === undefined || slack.messages(place).indexOf(message) > slack.messages(place).findIndex(({ ts }) => ts === acknowledgement.ts);
  seat.answer = await slack.waitForMessage({ ...place, where: isNext, timeoutMs: ANSWER_MS });
  draw(seat, seat.answer);
}

async function press(seat: Seat, label: string, index: number): Promise<void> {
  const { slack, place, user, answer: shown } = seat;
  if (!shown) return seat.say('There is no answer yet whose button could be pressed.');
  const buttons = [...JSON.stringify(shown.blocks).matchAll(/"type":"button","text":\{"type":"plain_text","text":"((?:[^"\\]|\\.)*)"/g)]
    .map(([, text]) => String(JSON.parse(`"${text ?? ''}"`)))
    .filter((text) => text === label || (label === 'Run' && text.startsWith('Run')));
  const wanted = buttons[index];
  if (wanted === undefined) return seat.say(`The last answer has ${buttons.length === 0 ? 'no' : `only ${buttons.length}`} ${label} to press.`);
  const before = slack.messages(place).length;
  await slack.click({ user, message: shown, label: wanted, index: buttons.slice(0, index).filter((text) => text === wanted).length });
  if (label === 'Details') {
    const view = await slack.waitForView({ user, where: ({ blocks }) => blocks.length > 1, timeoutMs: ANSWER_MS });
    frame(seat, viewAsText(view, { zone: seat.zone, now: Date.now() }));
    await slack.closeView({ user });
    return;
  }
  const isChanged = (message: SlackMessage): boolean => (
    message.ts === shown.ts ? message.edits > shown.edits : slack.messages(place).indexOf(message) >= before
  );
  const changed = await slack.waitForMessage({ ...place, timeoutMs: ANSWER_MS, where: isChanged });
  draw(seat, changed);
  if (label !== 'Keep') seat.answer = changed;
  if (label === 'Run' && changed.text.includes('the answer follows')) await awaitAnswer(seat);
}

function draw(seat: Seat, message: SlackMessage): void {
  frame(seat, messageAsText(message, { zone: seat.zone, now: Date.now() }));
}

function frame({ say }: Seat, text: string): void {
  say(`${RULE}\n${text}\n${RULE}`);
}
