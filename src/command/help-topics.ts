/** What `help <topic>` can be about, made from the tables that the parser reads. */
import { suggest } from './suggest.ts';
import { FILTERS, SHAPES, TIMES, VERBS, type TimeUsage } from './usage.ts';

/** One thing that may be typed, or that may be said; `example` runs. */
export interface HelpRow extends TimeUsage {
  /** The example changes something: no button runs it, or a look at the help would make a rule, or remove one. Some open a form. */
  readonly changes?: 'at-once' | 'by-form';
}

const CHANGING: ReadonlySet<string> = new Set(['watch', 'mute', 'unmute', 'pause', 'resume', 'remove', 'save', 'unsave', 'share', 'cancel', 'feedback']);
/** Verbs of which `hasForm` is true. */
const IN_FORM: ReadonlySet<string> = new Set(['digest', 'alert']);

export interface HelpTopic {
  readonly word: string;
  readonly title: string;
  readonly rows: readonly HelpRow[];
}

/** Verbs by what they are for; a topic of which nothing is built is not offered. */
export const VERB_TOPICS: readonly (readonly [word: string, title: string, verbs: readonly string[]])[] = [
  ['search', 'Ask the log', ['search', 'explain', 'compare', 'again', 'history', 'record', 'cancel']],
  ['save', 'Keep searches', ['save', 'run', 'saved', 'unsave']],
  ['share', 'Pass answers on', ['export', 'share']],
  ['watch', 'Be told by itself', ['digest', 'alert', 'alerts', 'commitments', 'watch', 'mute', 'unmute', 'pause', 'resume', 'remove', 'test', 'rules']],
  ['check', 'Look things up', ['help', 'status', 'operations', 'resources', 'whoami', 'version', 'doctor', 'log', 'investigate', 'report', 'settings', 'feedback', 'demo']],
];

/** Why a command may not be answered, and what shows more. */
const REFUSALS: readonly HelpRow[] = [
  { form: '^^^ under a word', means: 'That word is none I know; the buttons run what comes nearest. A customer’s name stands behind the word customer.', example: 'help filters' },
  { form: 'longer ago than the log reaches', means: 'Microsoft keeps 90 days and refuses older ones.', example: 'last 89d' },
  { form: 'not in this log', means: 'Sign-ins, IP addresses and places stand in the sign-in log of Entra, not here.', example: 'operations' },
  { form: 'not on the list', means: 'AUDIT_ACCESS names who may ask. Guests and bots may not, whatever it says.', example: 'whoami' },
  { form: 'Partner Center refused', means: 'The sign-in, a role or a consent is missing: the answer names the code and what to do. Nothing was changed.', example: 'status' },
];

export const HELP_TOPICS: readonly HelpTopic[] = [
  { word: 'filters', title: 'Filters', rows: FILTERS.map(({ word, aliases, means, example }) => ({ form: [word, ...aliases].join(' · '), means, example })) },
  { word: 'time', title: 'Times', rows: TIMES },
  { word: 'shape', title: 'How an answer looks', rows: SHAPES },
  ...VERB_TOPICS.map(([word, title, verbs]) => ({ word, title, rows: rowsOf(verbs) })).filter(({ rows }) => rows.length > 0),
  { word: 'refused', title: 'Why something was refused', rows: REFUSALS },
];

function rowsOf(verbs: readonly string[]): readonly HelpRow[] {
  return VERBS.filter(({ word, built }) => built && verbs.includes(word)).map(({ word, usage, means, example }) =>
    ({ form: usage, means, example, ...(IN_FORM.has(word) ? { changes: 'by-form' } : CHANGING.has(word) && { changes: 'at-once' }) }));
}

/** Words under which people look for a topic, besides its own. */
const SOUGHT: ReadonlyMap<string, string> = new Map([
  ...FILTERS.flatMap(({ word, aliases }) => [word, ...aliases].map((one) => [one, 'filters'] as const)),
  ...['filter', 'not', 'quotes'].map((word) => [word, 'filters'] as const),
  ...['times', 'date', 'dates', 'days', 'when', 'zone', 'timezone', 'last', 'since'].map((word) => [word, 'time'] as const),
  ...['shapes', 'by', 'group', 'grouping', 'sort', 'limit', 'chart', 'table', 'format'].map((word) => [word, 'shape'] as const),
  ...['error', 'errors', 'refusal', 'access', 'permission', 'denied', 'why'].map((word) => [word, 'refused'] as const),
  ...VERB_TOPICS.flatMap(([topic, , verbs]) => verbs.map((verb) => [verb, topic] as const)),
  ...HELP_TOPICS.map(({ word }) => [word, word] as const),
]);

/** The topic of that name, else the one that a word belongs to, else the nearest; undefined where nothing comes near. */
export function findTopic(asked: string): HelpTopic | undefined {
  const words = asked.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const direct = words.map((word) => SOUGHT.get(word)).find((topic) => topic !== undefined && HELP_TOPICS.some(({ word }) => word === topic));
  const near = direct ?? words.flatMap((word) => suggest(word, [...SOUGHT.keys()])).map((word) => SOUGHT.get(word)).find((topic) => HELP_TOPICS.some(({ word }) => word === topic));
  return HELP_TOPICS.find(({ word }) => word === near);
}
