/** Fills the search form in from any text: what could be understood stands in its fields, the rest is named. */
import { DEFAULT_TIME } from '../audit/time-range.ts';
import type { Command, Mistake, ParseContext, Request, Search } from './command.ts';
import { EMPTY_FORM, formOfSearch, type SearchForm } from './form.ts';
import { parseCommand } from './parse.ts';
import { decode, encode } from './tokens.ts';

/** A form, and what of the text it does not stand for. */
export interface FormOfText {
  readonly form: SearchForm;
  /** The words that were left out because they could not be understood. */
  readonly notUnderstood?: string;
  /** What was asked for besides a search; the form only searches. */
  readonly verb?: string;
}

/** More mistakes than this in one text, and nothing of it is guessed at. */
const MAX_ROUNDS = 12;

/** Reads a text as Slack sends it. Where it is mistaken, the words at the mistake are left out and the rest is read again. */
export function formOfText(text: string, context: ParseContext): FormOfText {
  const typed = decode(text);
  let left = typed;
  for (let round = 0; round <= MAX_ROUNDS; round++) {
    const command = parseCommand(encode(left), context);
    if (command.kind !== 'mistake') return { ...formOfCommand(command), ...leftOut(typed, left) };
    const shorter = without(left, command.mistake);
    if (shorter === undefined) break;
    left = shorter;
  }
  return { form: EMPTY_FORM, notUnderstood: typed };
}

function formOfCommand(command: Exclude<Command, { kind: 'mistake' }>): Pick<FormOfText, 'form' | 'verb'> {
  switch (command.kind) {
    case 'search': return { form: formOfSearch(command.search) };
    case 'help': return { form: EMPTY_FORM };
    case 'request': {
      const search = searchIn(command.request);
      return { form: search ? formOfSearch(search) : EMPTY_FORM, verb: command.verb };
    }
  }
}

function searchIn(request: Request): Search | undefined {
  if ('search' in request) return request.search;
  if ('instead' in request) return request.instead?.search;
  return 'condition' in request ? { ...request.condition, time: DEFAULT_TIME, defaultTime: true } : undefined;
}

/** Blanks the words at a mistake out, so that all others keep their places; undefined where nothing is left to take out. */
function without(text: string, { code, at }: Mistake): string | undefined {
  if (!at || code === 'E_TOO_LONG') return undefined;
  const begins = text.length - text.trimStart().length;
  const to = at.to + begins;
  const from = at.from === at.to ? startOfWord(text, to) : at.from + begins;
  return text.slice(from, to).trim() === '' ? undefined : text.slice(0, from) + ' '.repeat(to - from) + text.slice(to);
}

/** A place between words is where something is missing after the word before it. */
function startOfWord(text: string, end: number): number {
  return text.slice(0, end).search(/[^\s,]+[\s,]*$/);
}

/** The words of a text that are blank in what is left of it. */
function leftOut(typed: string, left: string): Pick<FormOfText, 'notUnderstood'> {
  const isBlank = (index: number): boolean => /\s/.test(left[index] ?? ' ');
  const runs = typed.split('').map((letter, index) => (isBlank(index) ? letter : '\n')).join('').split('\n');
  const words = runs.map((run) => run.trim()).filter((run) => run !== '').join(' … ');
  return words === '' ? {} : { notUnderstood: words };
}
