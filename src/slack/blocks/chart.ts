/** An answer over time: Slack's own chart, and bars made of letters where it takes none. */
import type { KnownBlock } from '@slack/types';
import { readableTime } from '../../audit/dates.ts';
import { isTime } from '../../audit/dimensions.ts';
import { dateOf } from '../../audit/instant.ts';
import { OTHERS, type Series } from '../../audit/series.ts';
import type { ResultFacts } from '../../features/result-facts.ts';
import { preformatted } from './elements.ts';
import type { Part } from './parts.ts';
import { lastGoesOn, partialGroups } from './parts-of-days.ts';
import { plain, shortened } from './text.ts';
import { DIMENSION_WORDS, valueInWords } from './value-words.ts';

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
const [TITLE_LIMIT, LABEL_LIMIT, MOST_POINTS] = [50, 20, 20];
/** Fewer records than this are read faster than a chart of them. */
const CHART_FROM = 10;
/** Lines of smaller numbers cross each other: their sum says more. */
const LINES_FROM = 10;
/** Points beside which whole dates still find room on a phone. */
const WHOLE_LABELS = 8;
/** As wide as text in equal widths stands on a phone. */
const WIDTH = 40;
const NAME_WIDTH = 16;

/** An hour or a day that goes on must not pass for a quiet one. */
const LAST_SO_FAR = '; last so far';

/** What a chart shows: one number for each line and point. Labels and names differ from each other. */
interface Drawn {
  readonly title: string;
  readonly labels: readonly string[];
  readonly lines: readonly { readonly name: string; readonly counts: readonly number[] }[];
}

/** A chart with its figures as a sentence, for those who hear it. */
export interface Chart extends Part {
  readonly spoken: string;
}

/** The chart of an answer where it says something, or where one was asked for. */
export function chartOf(facts: ResultFacts): Chart | undefined {
  const { series, summary, shape } = facts;
  if (!series || summary.total === 0) return undefined;
  const busy = totalsOf(series).filter((count) => count > 0).length;
  if (shape?.as !== 'chart' && (busy < 2 || summary.total < CHART_FROM)) return undefined;
  const isAsked = shape?.as === 'chart' && (shape.by ?? []).length > 0;
  const drawn = drawTimes(facts) ?? draw(isAsked ? series : legible(series), facts);
  return { rich: [slackChart(drawn)], plain: [preformatted(textChart(drawn))], spoken: inWords(drawn) };
}

/** Whoever groups by a time alone, such as weekdays, gets its own points, as long as Slack takes as many. */
function drawTimes(facts: ResultFacts): Drawn | undefined {
  const { groups, readAt } = facts;
  const [dimension, ...others] = groups?.by ?? [];
  if (!groups || dimension === undefined || others.length > 0 || !isTime(dimension) || groups.left.groups > 0 || groups.rows.length > MOST_POINTS) return undefined;
  return {
    title: `Operations by ${DIMENSION_WORDS[dimension]}${partialGroups(facts) !== undefined && lastGoesOn(facts) ? LAST_SO_FAR : ''}`,
    labels: toldApart(groups.rows.map(({ values: [value = ''] }) => plain(valueInWords(dimension, value, readAt), LABEL_LIMIT).text)),
    lines: [{ name: 'operations', counts: groups.rows.map(({ count }) => count) }],
  };
}

/** The series with all its lines, or their sum as one where no line rises high enough to be followed. */
function legible(series: Series): Series {
  const isLegible = series.lines.some(({ counts }) => counts.some((count) => count >= LINES_FROM));
  return isLegible || series.lines.length < 2 ? series : { ...series, lines: [{ value: 'operations', counts: totalsOf(series) }] };
}

function draw(series: Series, facts: ResultFacts): Drawn {
  const { zone } = facts;
  const { step: { unit, count }, dimension, bins, lines } = series;
  const every = count === 1 ? unit : `${count} ${unit}s`;
  const labels = bins.map(({ from }) => {
    const time = readableTime(zone, dateOf(from));
    return unit === 'hour' ? time : time.replace(/ [\d:]+$/, '');
  });
  const names = lines.map(({ value }) => value === OTHERS ? 'others' : plain(valueInWords(dimension, value).replace(/\s+/g, ' '), LABEL_LIMIT).text);
  const told = toldApart(names);
  return {
    title: `Operations per ${every}${lines.length > 1 ? `, by ${DIMENSION_WORDS[dimension]}` : ''}${lastGoesOn(facts) ? LAST_SO_FAR : ''}`,
    labels: toldApart(labels),
    lines: lines.map(({ counts }, index) => ({ name: told[index] ?? '', counts })),
  };
}

/** Slack refuses a chart in which two of them are equal. */
function toldApart(names: readonly string[]): readonly string[] {
  const used = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let number = 2; used.has(own); number += 1) own = `${Array.from(name).slice(0, LABEL_LIMIT - 4).join('')} (${number})`;
    used.add(own);
    return own;
  });
}

/** Not among the types of the SDK yet. */
function slackChart({ title, labels: whole, lines }: Drawn): KnownBlock {
  const labels = whole.length > WHOLE_LABELS ? shortLabels(whole) : whole;
  const series = lines.map(({ name, counts }) => ({ name, data: labels.map((label, index) => ({ label, value: counts[index] ?? 0 })) }));
  const block = {
    type: 'data_visualization',
    title: plain(title, TITLE_LIMIT).text,
    chart: { type: lines.length > 1 ? 'line' : 'bar', series, axis_config: { categories: labels } },
  };
  return block as unknown as KnownBlock;
}

/** The day of the month or the time of day alone, where it is not that of another point; the first one is whole. */
function shortLabels(labels: readonly string[]): readonly string[] {
  const parts = labels.map((label) => /^(\d+) (\w+(?: \d{4})?)(?: (\d+:\d+))?$/.exec(label) ?? []);
  const short = parts.map(([label, day, month, time], index) => {
    const isNewMonth = index === 0 || month !== parts[index - 1]?.[2];
    return (isNewMonth && time === undefined ? label : time ?? day) ?? labels[index] ?? '';
  });
  return short.map((label, index) => short.indexOf(label) === short.lastIndexOf(label) ? label : labels[index] ?? label);
}

/** All of it over time, then each line in whole where there are several. */
function textChart({ title, labels, lines }: Drawn): string {
  const totals = labels.map((label, index) => [label, lines.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0)] as const);
  const whole = lines.map(({ name, counts }) => [shortened(name, NAME_WIDTH), sumOf(counts)] as const);
  return [title, '', ...bars(totals), ...(lines.length > 1 ? ['', ...bars(whole)] : [])].join('\n');
}

function bars(figures: readonly (readonly [label: string, count: number])[]): readonly string[] {
  const most = Math.max(1, ...figures.map(([, count]) => count));
  const labelWidth = Math.max(...figures.map(([label]) => Array.from(label).length));
  const room = WIDTH - labelWidth - 2 - most.toLocaleString('en-US').length;
  return figures.map(([label, count]) => {
    const halves = count === 0 ? 0 : Math.max(1, Math.round((count / most) * room * 2));
    const bar = '█'.repeat(Math.floor(halves / 2)) + (halves % 2 === 1 ? '▌' : '');
    return `${label}${' '.repeat(labelWidth - Array.from(label).length)} ${bar}${bar === '' ? '' : ' '}${count.toLocaleString('en-US')}`;
  });
}

function inWords({ title, labels, lines }: Drawn): string {
  const totals = labels.map((_, index) => lines.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0));
  const over = labels.flatMap((label, index) => (totals[index] ?? 0) > 0 ? [`${label} ${totals[index]?.toLocaleString('en-US')}`] : []);
  const none = totals.length - over.length;
  const points = [...over, ...(none > 0 ? [`none in the other ${none}`] : [])];
  const whole = lines.length > 1 ? `; ${lines.map(({ name, counts }) => `${name} ${sumOf(counts).toLocaleString('en-US')}`).join(', ')}` : '';
  return `${title}: ${points.join(', ')}${whole}.`;
}

function totalsOf({ bins, lines }: Series): readonly number[] {
  return bins.map((_, index) => lines.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0));
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
