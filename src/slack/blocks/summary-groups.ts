/** An answer in groups, and one as a table of records. */
import type { StaticSelect } from '@slack/types';
import { readableTime } from '../../audit/dates.ts';
import { dateOf } from '../../audit/instant.ts';
import { operationOf, statusLabel } from '../../audit/operations.ts';
import type { ResultFacts } from '../../features/result-facts.ts';
import type { Listed } from '../../features/screens.ts';
import { menuId, menuValue } from '../action-ids.ts';
import { greyLine } from './elements.ts';
import { part, type Part } from './parts.ts';
import { partialGroups } from './parts-of-days.ts';
import { rowsFor, tablePart, type Cell } from './table.ts';
import { counted, LIMITS, plain } from './text.ts';
import { capitalised, DIMENSION_WORDS, valueInWords } from './value-words.ts';
import { actorOf, customerOf } from './wording.ts';

/** A month of days; whoever names a limit may get more. */
const USUAL_ROWS = 31;

interface Sums {
  readonly count: number;
  readonly failed: number;
  readonly high: number;
}

/** The groups of an answer as a table, what it leaves out summed up and said. */
export function groupParts(facts: ResultFacts): readonly Part[] {
  const { groups } = facts;
  if (!groups) return [];
  const { by, rows, left } = groups;
  const shown = rows.slice(0, rowsShown(facts));
  const rest = rows.slice(shown.length).reduce(add, left);
  const restGroups = left.groups + rows.length - shown.length;
  const all = [...rows, left];
  const columns: readonly (readonly [string, (sums: Sums) => number])[] = [
    ['Operations', ({ count }) => count],
    ...(all.some(({ failed }) => failed > 0) ? [['Failed', ({ failed }: Sums) => failed] as const] : []),
    ...(all.some(({ high }) => high > 0) ? [['High risk', ({ high }: Sums) => high] as const] : []),
  ];
  const line = (values: readonly string[], sums: Sums): readonly Cell[] => [...values, ...columns.map(([, read]) => read(sums))];
  const lines = shown.map((group) => line(group.values.map((value, index) => valueInWords(by[index] ?? 'status', value, facts.readAt)), group));
  const others = restGroups === 0 ? [] : [line([`Others: ${counted(restGroups, 'group')}`, ...by.slice(1).map(() => '–')], rest)];
  const partial = partialGroups(facts);
  const headings = by.map((dimension) => capitalised(DIMENSION_WORDS[dimension]));
  return [
    part(greyLine(groupsInWords(facts)), ...(partial === undefined ? [] : [greyLine(partial)])),
    tablePart({ columns: [...headings, ...columns.map(([heading]) => heading)], rows: [...lines, ...others] }),
  ];
}

/** The same in words, for those who hear it. */
export function spokenGroups(facts: ResultFacts): string {
  const { groups, readAt } = facts;
  if (!groups) return '';
  const said = groups.rows.slice(0, SPOKEN_GROUPS).map(({ values, count }) => `${values.map((value, index) => valueInWords(groups.by[index] ?? 'status', value, readAt)).join(', ')}: ${count.toLocaleString('en-US')}`);
  return `By ${groups.by.map((dimension) => DIMENSION_WORDS[dimension]).join(' and ')}: ${said.join('; ')}. ${partialGroups(facts) ?? ''}`.trim();
}

const SPOKEN_GROUPS = 10;

/** One row is left for the others; three columns are for counts. */
function rowsShown({ groups, shape }: GroupedFacts): number {
  const room = rowsFor((groups?.by.length ?? 0) + 3) - 1;
  return shape?.limit === undefined ? Math.min(USUAL_ROWS, room) : room;
}

type GroupedFacts = { readonly [Field in 'groups' | 'shape']?: ResultFacts[Field] | undefined };

function groupsInWords({ groups, shape }: GroupedFacts): string {
  const total = (groups?.rows.length ?? 0) + (groups?.left.groups ?? 0);
  const shown = Math.min(groups?.rows.length ?? 0, rowsShown({ groups, shape }));
  const by = (groups?.by ?? []).map((dimension) => DIMENSION_WORDS[dimension]).join(' and ');
  return shown === total ? `By ${by}: ${counted(total, 'group')}` : `By ${by}: ${shown} of ${counted(total, 'group')}; the others are summed up`;
}

function add(a: Sums, b: Sums): Sums {
  return { count: a.count + b.count, failed: a.failed + b.failed, high: a.high + b.high };
}

/** Records as a table, one line each. */
export function recordTable(listed: readonly Listed[], { zone }: ResultFacts): Part {
  return tablePart({
    columns: ['Time', 'Operation', 'Customer', 'Recorded as', 'Status'],
    rows: listed.map(({ record }) => [
      readableTime(zone, dateOf(record.operationDate)), operationOf(record.operationType).label, customerOf(record), actorOf(record), statusLabel(record.operationStatus),
    ]),
  });
}

/** The way into the lines of a table, which take no buttons. */
export function detailsMenu(listed: readonly Listed[], { id, zone }: ResultFacts): StaticSelect {
  return {
    type: 'static_select',
    action_id: menuId('details'),
    placeholder: plain('Details', LIMITS.button),
    options: listed.map(({ record, place }) => ({
      text: plain(`${place + 1}. ${readableTime(zone, dateOf(record.operationDate))} ${operationOf(record.operationType).label}`, LIMITS.button),
      value: menuValue({ kind: 'details', resultId: id, place }),
    })),
  };
}
