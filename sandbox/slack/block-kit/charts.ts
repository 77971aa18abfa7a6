/** Charts. Page: docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
import { LIMITS } from './limits.ts';
import { at, byType, isList, isObject, list, number, report, shape, string } from './rules.ts';
import type { Place, Rule } from './rules.ts';

const { chart } = LIMITS;
const label = string(chart.name);

const positive: Rule = (value, place) => {
  number(value, place);
  if (typeof value === 'number' && value <= 0) report(place, 'range', 'must be greater than 0');
};

const sameMembers = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && new Set(one).size === one.length && one.every((member) => other.includes(member));

const checkSeries = (series: readonly unknown[], categories: readonly unknown[], place: Place): void => {
  const names = series.map((one) => (isObject(one) ? one['name'] : undefined));
  series.forEach((one, index) => {
    const data = isObject(one) && isList(one['data']) ? one['data'] : [];
    const labels = data.map((point) => (isObject(point) ? point['label'] : undefined));
    if (!sameMembers(labels, categories)) report(at(at(place, index), 'data'), 'count', 'must have exactly one point per category');
    if (names.indexOf(names[index]) !== index) report(at(at(place, index), 'name'), 'duplicate', 'series names must be unique');
  });
};

const consistent: Rule = (value, place) => {
  if (!isObject(value) || !isObject(value['axis_config'])) return;
  const { categories } = value['axis_config'];
  if (!isList(categories) || !isList(value['series'])) return;
  if (new Set(categories).size !== categories.length) {
    report(at(at(place, 'axis_config'), 'categories'), 'duplicate', 'categories must be unique');
  }
  checkSeries(value['series'], categories, at(place, 'series'));
};

const series: Rule = shape({
  required: {
    name: label,
    data: list(shape({ required: { label, value: number } }), 1, chart.points),
  },
});

const axes: Rule = shape({
  required: { categories: list(label, 1, chart.points) },
  optional: { x_label: string(chart.axisLabel, 0), y_label: string(chart.axisLabel, 0) },
});

const cartesian: Rule = shape({ required: { series: list(series, 1, chart.series), axis_config: axes } }, consistent);
const pie: Rule = shape({
  required: { segments: list(shape({ required: { label, value: positive } }), 1, chart.series) },
});

export const DATA_VISUALIZATION = {
  required: { title: string(chart.title), chart: byType({ line: cartesian, bar: cartesian, area: cartesian, pie }) },
} as const;
