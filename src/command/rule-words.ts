/** Rules: digests, alerts, watches, mutes, and the orders that can still be cancelled. */
import { DAY_MS } from '../audit/dates.ts';
import { isSeparator } from './clauses.ts';
import type { Request, Span } from './command.ts';
import { editsAt, Misunderstanding, type Fault } from './mistakes.ts';
import { takeOptions } from './options.ts';
import { readCondition, type Reading } from './read-search.ts';
import { readSchedule, startsSchedule } from './schedule-words.ts';
import { spanOf, type Token } from './tokens.ts';

const MAX_MUTE_MS = 30 * DAY_MS;

/** `digest weekdays at 08:30 in #secops risk medium+`. */
export function readDigest(tokens: readonly Token[], reading: Reading): Request {
  const [, first, name] = tokens;
  if (first?.word === 'now' && tokens.length <= 3) return { verb: 'digest-now', ...(name && { name: name.text }) };
  const from = scheduleAt(tokens);
  const { schedule, next } = readSchedule(tokens, from);
  const { options, pieces } = takeOptions([...tokens.slice(1, from), ...tokens.slice(next)], ['where', 'name', 'skipEmpty']);
  return { verb: 'digest', schedule, condition: readCondition(pieces, reading), options };
}

/** The schedule may stand behind the filters: `digest risk high every day at 9am`. Names may hold its words, so the last one counts. */
function scheduleAt(tokens: readonly Token[]): number {
  if (startsSchedule(tokens, 1)) return 1;
  const last = tokens.findLastIndex((_, index) => index > 1 && tokens[index - 1]?.word !== 'name' && startsSchedule(tokens, index));
  return Math.max(1, last);
}

/** `alert on op create_order in #billing quiet 22:00-07:00`. */
export function readAlert(tokens: readonly Token[], reading: Reading): Request {
  const from = ['on', 'when'].includes(tokens[1]?.word ?? '') ? 2 : 1;
  const taken = takeOptions(tokens.slice(from), ['moreThan', 'outside', 'firstSeen', 'pack', 'quiet', 'mention', 'name', 'everyMs', 'where']);
  const { options } = taken;
  const condition = readCondition(taken.pieces, reading);
  const isEmpty = isNothing(taken.pieces);
  if (isEmpty && !options.moreThan && !options.outside && !options.firstSeen && !options.pack) throw new Misunderstanding(noCondition(tokens[0], from === 2 ? tokens[1] : undefined));
  return { verb: 'alert', condition, options };
}

/** `watch customer Relecloud for 4h`. */
export function readWatch(tokens: readonly Token[], reading: Reading): Request {
  const { options, pieces } = takeOptions(tokens.slice(1), ['forMs', 'where']);
  const condition = readCondition(pieces, reading);
  if (options.forMs === undefined) throw new Misunderstanding(endless('A watch', reading, 'watch customer Relecloud for 4h'));
  return { verb: 'watch', condition, options };
}

/** `mute user svc@partner.example for 7d because "sync job"`: it always ends, and always has a reason. */
export function readMute(tokens: readonly Token[], reading: Reading): Request {
  const place = placeIn(tokens);
  if (place) {
    throw new Misunderstanding({
      code: 'E_UNKNOWN_WORD', says: 'A mute covers the alerts of the place where it is typed.', at: place,
      cure: 'Leave that out, and type it in the channel whose alerts are meant; in your direct message with me it covers your own.', edits: [],
    });
  }
  const { options, pieces } = takeOptions(tokens.slice(1), ['forMs', 'because', 'includingHigh']);
  const condition = readCondition(pieces, reading);
  if (isNothing(pieces)) throw new Misunderstanding({ ...noCondition(tokens[0]), says: 'A mute needs a condition, or it would silence everything.', edits: [] });
  if (options.forMs === undefined) throw new Misunderstanding(endless('A mute', reading, 'mute user svc@partner.example for 7d because "licence sync job"'));
  const end = endOf(reading);
  if (options.because === undefined) {
    throw new Misunderstanding({ code: 'E_MISSING_VALUE', says: 'A mute needs a reason.', at: end, cure: 'Add it in quotes: `because "licence sync job"`.', edits: [] });
  }
  if (options.forMs > MAX_MUTE_MS) throw new Misunderstanding({ code: 'E_LIMIT', says: 'A mute lasts 30 days at most.', at: placeOf(tokens), cure: 'Write `for 30d`, and mute again when it ends.', edits: [] });
  return { verb: 'mute', condition, options };
}

/** `commitments closing within 48h`. */
export function readCommitments(tokens: readonly Token[], reading: Reading): Request {
  const from = tokens[1]?.word === 'closing' ? 2 : 1;
  const place = placeIn(tokens);
  if (place) {
    throw new Misunderstanding({
      code: 'E_UNKNOWN_WORD', says: 'A list of commitments comes to you alone, where you ask for it.', at: place,
      cure: 'Leave that out; `Remind here` under the list sets up reminders for the place where it stands.', edits: editsAt(place, ['']),
    });
  }
  const { options, pieces } = takeOptions(tokens.slice(from), ['withinMs']);
  return { verb: 'commitments', condition: readCondition(pieces, reading), options };
}

/** Where somebody writes in which channel, or to whom, for a verb that has no word for that. */
function placeIn(tokens: readonly Token[]): Span | undefined {
  const index = tokens.findIndex(({ word }, at) => ['in', 'to'].includes(word) && /^(?:<#.*>|#.+|me)$/i.test(tokens[at + 1]?.text ?? ''));
  return index < 0 ? undefined : spanOf(tokens, index, index + 2);
}

/** Whether no clause stands in what the options left. */
function isNothing(pieces: readonly (readonly Token[])[]): boolean {
  return pieces.every((piece) => piece.every(isSeparator));
}

function noCondition(verb: Token | undefined, on?: Token): Fault {
  const at = { from: verb?.from ?? 0, to: verb?.to ?? 0 };
  return {
    code: 'E_NO_CONDITION', says: 'An alert needs a condition, or it would repeat the whole log.', at,
    cure: 'For example `risk high`, `op create_order` or `status failed more than 5 in 10m`.',
    edits: ['risk high', 'op create_order', 'status failed more than 5 in 10m'].map((condition) => on
      ? { at: { from: on.to, to: on.to }, put: ` ${condition}` }
      : { at: { from: at.to, to: at.to }, put: ` on ${condition}` }),
  };
}

function endless(what: string, reading: Reading, example: string): Fault {
  const at = endOf(reading);
  return {
    code: 'E_MISSING_VALUE', says: `${what} must end: add "for 1h" up to "for 30d".`, at,
    cure: `Add \`for 1h\`, \`for 1d\` or \`for 7d\`, as in \`${example}\`.`, edits: editsAt(at, [' for 1h', ' for 1d', ' for 7d']),
  };
}

function endOf({ text }: Reading): { readonly from: number; readonly to: number } {
  return { from: text.length, to: text.length };
}

/** The duration after `for`. */
function placeOf(tokens: readonly Token[]): { readonly from: number; readonly to: number } {
  const token = tokens[tokens.findIndex(({ word }) => word === 'for') + 1];
  return { from: token?.from ?? 0, to: token?.to ?? 0 };
}
