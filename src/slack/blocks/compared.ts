/** Two spans side by side: what was counted more or less often than before. */
import { countChanges, type CountChange } from '../../audit/count-changes.ts';
import { dateOf } from '../../audit/instant.ts';
import { applicationLabel, operationOf } from '../../audit/operations.ts';
import type { ResultFacts } from '../../features/result-facts.ts';
import type { ComparedScreen, ComparingScreen } from '../../features/screens.ts';
import type { Rendered } from '../message.ts';
import { buttonRow, greyLine, header, labelled, plainParagraph, rendered, runButtons } from './elements.ts';
import { nameIn } from './named-customers.ts';
import { cancelButton } from './notices.ts';
import { utcDaysInWords } from './plan.ts';
import { nameOfCustomer } from './summary-counts.ts';
import { counted } from './text.ts';
import { filterInWords, operationsInWords, rangeInWords, shortName } from './wording.ts';

/** Values named in a line of changes; how many others changed is said. */
const NAMED_CHANGES = 6;

export function comparingMessage({ search, now, before, zone, jobId, names }: ComparingScreen): Rendered {
  const line = `${filterInWords(search.filter, nameIn(names))}, ${rangeInWords(now, zone)} against ${rangeInWords(before, zone)}: the answer follows`;
  const notes = search.defaultTime ? ['No time was given, so this is the last 7 days against the 7 days before.'] : [];
  return rendered([line, ...notes].join('. '), [plainParagraph(line), ...notes.map(greyLine), ...buttonRow([cancelButton(jobId)])]);
}

export function comparedMessage({ now, before }: ComparedScreen): Rendered {
  const sentence = `${operationsInWords(now.summary.total, now.plan.filter, (id) => nameOfCustomer(now, id) ?? nameOfCustomer(before, id))}, ${differenceInWords(before.summary.total, now.summary.total)}`;
  const spans = `${spanOf(now)} against ${spanOf(before)}`;
  const lines = [...totals(before, now), ...changes(before, now)];
  return rendered(`${sentence}. ${spans}. ${lines.map(([label, text]) => `${label}: ${text}.`).join(' ')}`, [
    header(sentence),
    greyLine(spans),
    ...caveats(before, now).map(greyLine),
    labelled(lines),
    ...buttonRow([now, before].flatMap((facts, slot) => runButtons(`Run: ${spanOf(facts)}`, facts.command, slot))),
  ]);
}

function differenceInWords(before: number, now: number): string {
  if (before === now) return 'as many as in the equal span before';
  return `${Math.abs(now - before).toLocaleString('en-US')} ${now > before ? 'more' : 'fewer'} than in the equal span before`;
}

function totals({ summary: before }: ResultFacts, { summary: now }: ResultFacts): readonly (readonly [string, string])[] {
  return [
    ['Operations', fromTo(before.total, now.total)],
    ...(before.failed + now.failed > 0 ? [['Failed', fromTo(before.failed, now.failed)] as const] : []),
    ...(before.risks.high + now.risks.high > 0 ? [['High risk', fromTo(before.risks.high, now.risks.high)] as const] : []),
  ];
}

function changes({ summary: before }: ResultFacts, { summary: now }: ResultFacts): readonly (readonly [string, string])[] {
  const areSeveral = Math.max(before.customers.length, now.customers.length) > 1 || before.customers[0]?.value !== now.customers[0]?.value;
  return [
    ['Kinds', changesInWords(countChanges(before.operations, now.operations), (value) => operationOf(value).label)],
    ['People', changesInWords(countChanges(before.people, now.people), (value) => value === '' ? 'not recorded' : applicationLabel(value))],
    ...(areSeveral ? [['Customers', changesInWords(countChanges(before.customers, now.customers), (value) => value === '' ? 'not recorded' : value)] as const] : []),
  ];
}

function changesInWords(all: readonly CountChange[], labelOf: (value: string) => string): string {
  if (all.length === 0) return 'no change';
  const named = all.slice(0, NAMED_CHANGES).map(({ value, before, now }) => `${shortName(labelOf(value))} ${fromTo(before, now)}${markOf(before, now)}`);
  const rest = all.length - named.length;
  return [...named, ...(rest > 0 ? [`${counted(rest, 'smaller change')} not named`] : [])].join(' · ');
}

function markOf(before: number, now: number): string {
  return before === 0 ? ' (new)' : now === 0 ? ' (gone)' : '';
}

function fromTo(before: number, now: number): string {
  return `${before.toLocaleString('en-US')} → ${now.toLocaleString('en-US')}`;
}

function spanOf({ plan: { from, to }, readAt, zone }: ResultFacts): string {
  const [end, read] = [dateOf(to), new Date(readAt)];
  return rangeInWords({ from: dateOf(from), to: end.getTime() > read.getTime() ? read : end }, zone);
}

function caveats(before: ResultFacts, now: ResultFacts): readonly string[] {
  const unreadable = before.unreadable + now.unreadable;
  return [
    ...(before.clamped || now.clamped ? ['The log was cut off inside these spans, because Microsoft keeps 90 days: they are not equal any more.'] : []),
    ...[before, now].flatMap(({ plan: { gaps } }) => gaps ? [`Not held completely, so records may be missing here: ${utcDaysInWords(gaps)}.`] : []),
    ...(unreadable > 0 ? [`${counted(unreadable, 'record')} of both spans could not be read and ${unreadable === 1 ? 'is' : 'are'} not counted here.`] : []),
  ];
}
