/** From a sentence to the command it probably means: a guess, offered as a repair and never run by itself. */
import type { ParseContext } from './command.ts';
import { DEEDS, operationOf, operationsOf, THINGS } from './deeds.ts';
import { automataOf, withPeople } from './known-people.ts';
import { VERBS } from './usage.ts';

type Known = ParseContext['known'];

/** Some words of a sentence, and what stands in their place in a command. */
type Rule = readonly [words: RegExp, put: string | ((...found: readonly string[]) => string)];

/** A sentence that says what was not done is not guessed at: the guess would often say the opposite. */
const DENIES = /\b(?:never|nobody|nothing|none|no one|didn['’]?t|wasn['’]?t|hasn['’]?t)\b/i;

/** Sentences that ask for something else than a search. */
const WHOLE: readonly Rule[] = [
  [/^.*\b(?:difference|diff|changed)\b.*\b(?:to|from|with|against|since|between)?\s*(?:the )?(?:last|previous) (week|month)\b.*$/i, (_, unit = '') => `compare last ${lengthOf(unit)}`],
  [/^(compare)\b(.*?)\s*\b(?:to|with|against)\s+(?:the )?(?:last|previous|past) (week|month)\b(.*)$/i, (_, verb = '', before = '', unit = '', after = '') => `${verb}${before} last ${lengthOf(unit)}${after}`],
  [/^.*\b(?:same|again|repeat)\b.*?\b(?:but|with|over|for|as|time)\b.*?(?:(?:last|past)\s+)?(\d+\s*[a-z]+)\s*$/i, 'again last $1'],
  [/^(?:.*\b)?(operations|resources)\b.*\b(?:exist|exists|available|possible|known|are there|is there)\b.*$/i, '$1'],
  [/^(?:please\s+)?(?:list|show|give|name)(?:\s+(?:me|all|the|every|known))*\s+(operations|resources)$/i, '$1'],
  [/^(?!.*\b(?:orders?|subscriptions?|users?|customers?|licen[cs]es?)\b).*\bwhy\b.*\b(?:refused|denied|rejected|error|wrong|fail\w*|not|empty)\b.*$/i, 'help refused'],
  [/^.*\b(?:record|entry)\b.*?\s(?!\d{4}-\d\d-\d\d$)(?=\S*\d)([\da-z][\w-]{5,})$/i, 'record $1'],
];

function lengthOf(unit: string): string {
  return unit.toLowerCase() === 'week' ? '7d' : '30d';
}

const DETERMINERS = '(?:(?:a|an|the|any|some|new|all|customer)\\s+)*';
const UNNAMED_ACCOUNT = '(?:the\\s+|our\\s+|any\\s+)?(?:sync|service|system|automation|provisioning|robot|bot)\\s+(?:account|user)s?';
const NAME = "[A-Z][\\w&.'-]*(?:\\s+[A-Z][\\w&.'-]*)*";
const DAY_NAMES = '(?:Mon|Tues?|Wed(?:nes)?|Thurs?|Fri|Satur|Sun)day|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const DIMENSIONS = 'customer|user|people|person|operation|app|resource';

/** To whom something was given stands in the text of a record: these come before people are looked for. */
const GIVEN: readonly Rule[] = [
  [/\b(?:gave|given?|granted)\s+(?!access)(\S+)\s+(?:access|rights?|permissions?|roles?|admin)\b/gi, 'text "$1" category access'],
  [/\baccess\s+(?:was\s+)?(?:given|granted)(?=\s|$)/gi, 'category access'],
];

/** Phrases that have a word of their own in the language. */
const PHRASES: readonly Rule[] = [
  [/\bhigh-risk\b/gi, 'high risk'],
  [/\blast night\b/gi, 'since yesterday 18:00'],
  [/\b(?:over|during|in|on) (?:the )?((?:last )?weekend)\b/gi, '$1'],
  [/\b(?:on )?(today|yesterday|\w{3,6}day) at (\d{1,2}(?::\d\d)?(?:\s*[ap]m)?)(?=\s|$)/gi, 'around $2 on $1'],
  [/\bdid (?:the )?app(?:lication)? (\S+) (?:do|change)\b/gi, 'app $1'],
  [/\bapp(?:lication)? (\S+) (?:did|do|does|activity|changes|changed)\b/gi, 'app $1'],
  [/\b(?:did|has) ([^\s@]+@[^\s@]+) (?:do|done|change|changed)\b/gi, 'user $1'],
  [/\b(?:did|has) ((?!app\b|the\b|we\b|they\b|you\b|it\b)[a-z][\w.-]*) (?:do|done|change|changed)\b/gi, (_, name = '') => /^(?:i|me)$/i.test(name) ? 'user me' : `user ${name}@*`],
  [new RegExp(`\\b(${DEEDS})\\s+${DETERMINERS}(${THINGS})s?\\b(?!\\s+\\S+@)`, 'gi'), (whole, deed = '', thing = '') => operationOf(deed, thing) ?? whole],
  [new RegExp(`\\b(${THINGS})s?\\s+(?:was |were |got )?(${DEEDS})\\b`, 'gi'), (whole, thing = '', deed = '') => operationOf(deed, thing) ?? whole],
  [new RegExp(`(?<![\\w*])(${DEEDS})(?![\\w*])`, 'gi'), (whole, deed = '') => operationsOf(deed) ?? whole],
  [/\b(except|without|not|excluding|other than) (?:by|from)\s+(?=\S+@)/gi, 'not user '],
  [new RegExp(`\\b(?:which|what)\\s+(${DIMENSIONS})s?\\b.*\\bmost\\b(?:\\s+(?:changes|changed|active))?`, 'gi'), (_, dimension = '') => countedBy(dimension)],
  [new RegExp(`\\b(?:top|busiest|most(?:\\s+(?:changed|active|touched))?)\\s+(${DIMENSIONS})s?\\b`, 'gi'), (_, dimension = '') => countedBy(dimension)],
  [new RegExp(`\\b(?:at|for|of|with|changed|touched|happened at|happened to)\\s+(?!(?:${DAY_NAMES}))(${NAME})`, 'g'), 'customer $1'],
  [/\s(csv|json|ndjson)$/i, (_, format = '') => ` as ${format.toLowerCase()}`],
  [/\bas as\b/gi, 'as'],
];

function countedBy(dimension: string): string {
  return `by ${/^pe/i.test(dimension) ? 'user' : dimension.toLowerCase()}`;
}

/** Words that say nothing which a search does not mean anyway. */
const FILLERS = new RegExp(`\\b(?:${[
  'who(?!ami)', 'what', "what's", 'which', 'whose', 'show', 'list', 'find', 'get', 'give', 'tell', 'search for', 'look for', 'me', 'us', 'all', 'any', 'every', 'everything', 'anything',
  'changes?', 'changed', 'happened', 'happens', 'activity', 'activities', 'events?', 'records', 'entries', 'operations', 'the', 'a', 'an', 'of', 'over', 'is', 'are', 'was', 'were', 'did', 'do', 'does', 'has', 'have',
  'been', 'new', 'please', 'our', 'my', 'there', 'that', 'got', 'made', 'placed', 'most', 'at', 'for', 'why', 'stuff', 'things?', 'something', 'someone', 'somebody', 'anyone', 'anybody', 'updated', 'up to\\s*$',
].join('|')})(?=\\s|$|,|\\?)`, 'gi');

/** What people say before they come to it. */
const LEAD = /^(?:(?:hey|hi|hello|ok|okay|so|well|quickly|quick|please|pls|just|can|could|would|will|you|we|i|i'd|i'm|like|want|wanna|need|to|let|lets|let's|see|know|check)(?:,\s*|\s+))+/i;

/** What begins with a verb of the language is no sentence; these three are filters as well. */
const VERB_WORDS = new Set(VERBS.map(({ word }) => word).filter((word) => !['search', 'status', 'operations', 'resources'].includes(word)));

/** A command that a sentence may mean; undefined where nothing in it reads like one. Whether it parses is for the caller to see. */
export function commandOfSentence(text: string, known: Known): string | undefined {
  const typed = text.replace(/[?!.]+$/, '').replace(/\s+/g, ' ').trim();
  const asked = typed.replace(LEAD, '');
  const people = withPeople(asked, known?.people ?? [], known?.customers ?? []);
  if (!/\s/.test(typed) && people === asked || /["*<>]/.test(asked.replace(/\*@/g, '')) || DENIES.test(asked)) return undefined;
  const whole = WHOLE.find(([words]) => words.test(asked));
  if (whole) return different(typed, applied(asked, [whole]));
  if (VERB_WORDS.has(asked.split(' ')[0]?.toLowerCase() ?? '')) return undefined;
  const automata = applied(asked, knownPhrases(known));
  const phrased = applied(withPeople(applied(automata, GIVEN), known?.people ?? [], known?.customers ?? []), PHRASES);
  return different(typed, withoutFillers(phrased) || 'search');
}

const FAILURE_OF = /^.*\bwhy\b.*\b(order|subscription|customer|user|licen[cs]e)s?\b.*\bfail/i;

/** What shows failures of the kind that a sentence asks about, where its names are not to be had. */
export function failuresLike(text: string): string | undefined {
  const [, thing] = FAILURE_OF.exec(text) ?? [];
  return thing && `failed ${thing.toLowerCase()}s last 7d`;
}

function different(asked: string, command: string): string | undefined {
  return command === asked ? undefined : command;
}

function applied(text: string, rules: readonly Rule[]): string {
  return rules.reduce((said, [words, put]) => (typeof put === 'string' ? said.replace(words, put) : said.replace(words, (...found: string[]) => put(...found))), text);
}

/** A time after `at` keeps its word: `at 14:05` means around it. */
function withoutFillers(text: string): string {
  return text.replace(/\bat (?=\d{1,2}(?::\d\d|\s*[ap]m))/gi, 'around ').replace(FILLERS, ' ').replace(/\s+/g, ' ').trim();
}

/** What only the people of the log can tell: which accounts are no persons, and which domain is ours. */
function knownPhrases(known: Known): readonly Rule[] {
  const people = known?.people ?? [];
  const automata = automataOf(people).slice(0, 3);
  const customers = known?.customers ?? [];
  const domain = commonest(people.flatMap((name) => name.split('@')[1] ?? []));
  return [
    [/\bto\s+(?=(\w{3,}))/gi, (whole, word = '') => customers.some((name) => name.toLowerCase().startsWith(word.toLowerCase())) ? '' : whole],
    ...(automata.length > 0 ? [[new RegExp(`\\b(?:except|without|not|excluding|other than)\\s+(?:by\\s+|from\\s+|for\\s+)?${UNNAMED_ACCOUNT}`, 'gi'), `not user ${automata.join(', ')}`] as const] : []),
    ...(domain === undefined ? [] : [[/\bby\s+(?:the\s+)?(?:people|users|someone|somebody|anyone|colleagues|members)\s+(?:of|from|in|at|with)\s+(?:our|my|the)(?:\s+own)?\s+domain\b/gi, `user *@${domain}`] as const,
      [/\b(?:by|from|of|in)\s+our(?:\s+own)?\s+(?:domain|people|users|staff|colleagues)\b/gi, `user *@${domain}`] as const]),
  ];
}

function commonest(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
