/** The answer to a search: counts first, then over what, then what it holds, then what can be done with it. */
import type { KnownBlock } from '@slack/types';
import { DAY_MS, dayIn, readableDay } from '../../audit/dates.ts';
import { dateOf } from '../../audit/instant.ts';
import { formOf, placesOf, rowsPerPage, showsStandouts } from '../../features/answer-form.ts';
import type { ResultFacts } from '../../features/result-facts.ts';
import type { Listed, SummaryScreen } from '../../features/screens.ts';
import type { Rendered } from '../message.ts';
import { chartOf, type Chart } from './chart.ts';
import { button, buttonRow, greyLine, header, labelled, plainParagraph } from './elements.ts';
import { withNamesInShort } from './named-customers.ts';
import { assembled, part, type Part } from './parts.ts';
import { planInWords } from './plan.ts';
import { recordRow } from './row.ts';
import { sharedInMarkup, sharedPart } from './shared.ts';
import { answerActions } from './summary-actions.ts';
import { countLines, headline, spokenCounts } from './summary-counts.ts';
import { detailsMenu, groupParts, recordTable, spokenGroups } from './summary-groups.ts';
import { caveats, pageInWords, rangeLine, rangeOf, shownRange } from './summary-notes.ts';
import { standoutsInWords } from './summary-standouts.ts';
import { counted, plain } from './text.ts';

/** A search over less than this may simply have been too short. */
const WIDE_MS = 29 * DAY_MS;

export function summaryMessage(screen: SummaryScreen): Rendered {
  const { facts, page, sharedBy } = screen;
  const [sentence, asked] = [headline(facts), withNamesInShort(facts.command, facts.names)];
  const chart = page === 0 && ['summary', 'chart'].includes(formOf(facts)) ? chartOf(facts) : undefined;
  const notes = [...(page === 0 ? [greyLine(planInWords(facts))] : []), ...greyLines(caveats(facts))];
  const parts: readonly Part[] = [
    ...(sharedBy === undefined ? [] : [sharedPart(sharedBy, 'the answer to', asked)]),
    part(header(sentence), greyLine(rangeLine(facts)), ...notes),
    ...(facts.summary.total === 0 ? [nothingFound(facts)] : body(screen, chart)),
    part(...buttonRow(answerActions(screen))),
  ];
  const lead = sharedBy === undefined ? '' : `${sharedInMarkup(sharedBy, 'the answer to', asked)}: `;
  return assembled(`${sentence}. ${shownRange(facts)}. ${spoken(screen, chart)}`, parts, lead);
}

/** Several sentences in one block: a message has few. */
function greyLines(sentences: readonly string[]): readonly KnownBlock[] {
  return sentences.length === 0 ? [] : [{ type: 'context', elements: sentences.map((sentence) => plain(sentence)) }];
}

function spoken({ facts }: SummaryScreen, chart: Chart | undefined): string {
  if (facts.summary.total === 0) return nothingInWords(facts).join(' ');
  return [spokenCounts(facts), spokenGroups(facts), ...(chart ? [chart.spoken] : []), ...caveats(facts)].filter((words) => words !== '').join(' ');
}

function body(screen: SummaryScreen, chart: Chart | undefined): readonly Part[] {
  const { facts, page } = screen;
  const charts: readonly Part[] = chart ? [chart] : [];
  const counts: readonly Part[] = page === 0 ? [part(labelled(countLines(facts)))] : [];
  switch (formOf(facts)) {
    case 'summary': return [...matchedParts(screen), ...counts, ...charts, ...rowParts(screen)];
    case 'chart': return [...matchedParts(screen), ...charts, ...counts, ...rowParts(screen)];
    case 'groups': return [...matchedParts(screen), ...groupParts(facts), ...rowParts(screen)];
    case 'table': return tableParts(screen);
    case 'list': case 'timeline': return rowParts(screen);
  }
}

/** Several customers bear the name that was typed: each can be asked for alone. */
function matchedParts({ facts: { matched = [], summary, names }, page }: SummaryScreen): readonly Part[] {
  if (matched.length === 0 || page > 0) return [];
  const line = `The name fits ${counted(summary.customers.length, 'customer')} here. Only one of them:`;
  return [part(greyLine(line), ...buttonRow(matched.map(({ command }, slot) => button(`Run: ${withNamesInShort(command, names)}`, { kind: 'run', command }, `only${slot}`))))];
}

/** The rows of a page; on a first page of several, what stands out is above them, and no record stands twice. */
function rowParts(screen: SummaryScreen): readonly Part[] {
  const { facts, standouts, page } = screen;
  const listed = pageRows(screen);
  const isSplit = page === 0 && showsStandouts(facts) && facts.listed > rowsPerPage(facts);
  const odd = isSplit ? [...listed.filter(({ place }) => facts.standouts.includes(place)), ...standouts] : [];
  const above = odd.sort(byGravity(facts));
  const rest = listed.filter((row) => !above.includes(row));
  const rows = (some: readonly Listed[]): readonly KnownBlock[] => some.flatMap((row, index) => [...dayHeading(facts, some[index - 1], row), recordRow(row, facts)]);
  const order = listed.length === 0 || facts.summary.total === 1 ? [] : [greyLine(pageInWords(screen, listed.length - rest.length))];
  return [
    ...(above.length > 0 ? [part(greyLine(standoutsInWords(facts.summary, above.length)), ...rows(above))] : []),
    part(...order, ...rows(rest)),
  ];
}

/** A timeline says the day once, above its first row. */
function dayHeading(facts: ResultFacts, before: Listed | undefined, { record }: Listed): readonly KnownBlock[] {
  if (formOf(facts) !== 'timeline') return [];
  const [day, dayBefore] = [record, before?.record].map((one) => one && dayIn(facts.zone, dateOf(one.operationDate)));
  return day === undefined || day === dayBefore ? [] : [greyLine(readableDay(day))];
}

function byGravity({ standouts }: ResultFacts): (a: Listed, b: Listed) => number {
  return (a, b) => standouts.indexOf(a.place) - standouts.indexOf(b.place);
}

function tableParts(screen: SummaryScreen): readonly Part[] {
  const listed = pageRows(screen);
  if (listed.length === 0) return [];
  return [part(greyLine(pageInWords(screen))), recordTable(listed, screen.facts), part({ type: 'actions', elements: [detailsMenu(listed, screen.facts)] })];
}

function pageRows({ facts, records, page }: SummaryScreen): readonly Listed[] {
  const { from } = placesOf(facts, page);
  return records.map((record, index) => ({ record, place: from + index }));
}

function nothingFound(facts: ResultFacts): Part {
  const searches = facts.nearest?.searches ?? [];
  const matches = searches.length === 0 ? [] : [labelled(searches.map(({ command, count, isAtLeast }) => [`${isAtLeast ? 'at least ' : ''}${counted(count, 'operation')}`, withNamesInShort(command, facts.names)]))];
  return part(...nothingInWords(facts).map(plainParagraph), ...matches);
}

function nothingInWords(facts: ResultFacts): readonly string[] {
  const read = facts.recordsRead === 0
    ? 'Partner Center holds no such record for these days.'
    : `I read ${counted(facts.recordsRead, 'record')} of these days; none fits the whole search.`;
  const { searches = [], holdsRecords, noneIn, isKnown } = facts.nearest ?? {};
  const nor = noneIn === undefined ? '' : ` Nor is there any in the last ${noneIn} days.`;
  if (holdsRecords === false) return [read, 'Your account holds no record at all in the last 30 days. Check three things: that PARTNER_TENANT_ID is your partner tenant, that the app registration is the one set up for Partner Center, and that its role may read the activity log.'];
  if (searches.length > 0) return [`${read}${nor} ${searches.length === 1 ? 'This search does' : 'These searches do'} match:`];
  if (noneIn !== undefined) return [`${read}${nor} ${isKnown ? 'Leave parts of the search out.' : 'Check the spelling, or leave one part of the search out.'}`];
  const { from, to } = rangeOf(facts);
  const isShort = to.getTime() - from.getTime() < WIDE_MS;
  return [`${read} ${isShort ? 'Try a longer time, such as last 30d, or leave' : 'Try to leave'} one part of the search out.`];
}
