import { describe, expect, it } from 'vitest';
import { validateMessage, validateView } from '../../../../sandbox/slack/block-kit/validate.ts';

type Json = Readonly<Record<string, unknown>>;

const repeat = (length: number, character = 'x'): string => character.repeat(length);
const times = <Item>(count: number, make: (index: number) => Item): readonly Item[] => Array.from({ length: count }, (_item, index) => make(index));
const plain = (text: string): Json => ({ type: 'plain_text', text });
const mrkdwn = (text: string): Json => ({ type: 'mrkdwn', text });
const button = (more: Json = {}): Json => ({ type: 'button', text: plain('Next'), ...more });
const actions = (...elements: readonly Json[]): Json => ({ type: 'actions', elements });
const option = (more: Json = {}): Json => ({ text: plain('one'), value: 'one', ...more });
const menu = (more: Json = {}): Json => ({ type: 'static_select', options: [option()], ...more });
const rich = (...parts: readonly Json[]): Json => ({ type: 'rich_text', elements: parts });
const raw = (text: string): Json => ({ type: 'raw_text', text });
const cells = (rows: number, columns: number, text = 'x'): readonly (readonly Json[])[] => times(rows, () => times(columns, () => raw(text)));
const chart = (series: number, points: number, more: Json = {}): Json => {
  const categories = times(points, (index) => `day ${index}`);
  return {
    type: 'data_visualization', title: 'Operations', chart: {
      type: 'bar', axis_config: { categories },
      series: times(series, (index) => ({ name: `s${index}`, data: categories.map((label) => ({ label, value: -1 })) })),
    }, ...more,
  };
};
const pie = (value: number): Json => ({ type: 'data_visualization', title: 'T', chart: { type: 'pie', segments: [{ label: 'a', value }] } });
const input = (element: Json, more: Json = {}): Json => ({ type: 'input', label: plain('Customer'), element, ...more });

const inMessage = (...blocks: readonly Json[]): readonly string[] =>
  validateMessage({ text: 'A summary.', blocks }).map(({ rule }) => rule);
const modal = (more: Json = {}): Json => ({ type: 'modal', title: plain('Record'), submit: plain('Save'), blocks: [], ...more });
const inModal = (...blocks: readonly Json[]): readonly string[] => validateView(modal({ blocks })).map(({ rule }) => rule);

/** what → at the limit, and one beyond it → the rule that answers. */
const BOUNDARIES: readonly (readonly [string, (size: number) => Json | readonly Json[], number, string])[] = [
  ['blocks in a message', (size) => times(size, () => ({ type: 'divider' })), 50, 'count'],
  ['block_id', (size) => ({ type: 'divider', block_id: repeat(size) }), 255, 'length'],
  ['action_id', (size) => actions(button({ action_id: repeat(size) })), 255, 'length'],
  ['section text', (size) => ({ type: 'section', text: mrkdwn(repeat(size)) }), 3000, 'length'],
  ['section text in code points', (size) => ({ type: 'section', text: plain(repeat(size, '🚀')) }), 3000, 'length'],
  ['section fields', (size) => ({ type: 'section', fields: times(size, () => mrkdwn('x')) }), 10, 'count'],
  ['a section field', (size) => ({ type: 'section', fields: [plain(repeat(size))] }), 2000, 'length'],
  ['header text', (size) => ({ type: 'header', text: plain(repeat(size)) }), 150, 'length'],
  ['header level', (size) => ({ type: 'header', text: plain('x'), level: size }), 4, 'range'],
  ['context elements', (size) => ({ type: 'context', elements: times(size, () => mrkdwn('x')) }), 10, 'count'],
  ['actions elements', (size) => actions(...times(size, () => button())), 25, 'count'],
  ['button text', (size) => actions(button({ text: plain(repeat(size)) })), 75, 'length'],
  ['button value', (size) => actions(button({ value: repeat(size) })), 2000, 'length'],
  ['button accessibility_label', (size) => actions(button({ accessibility_label: repeat(size) })), 75, 'length'],
  ['button url', (size) => actions(button({ url: `https://x.example/${repeat(size - 18)}` })), 3000, 'length'],
  ['confirm title', (size) => actions(button({ confirm: { title: plain(repeat(size)), text: plain('x') } })), 100, 'length'],
  ['confirm text', (size) => actions(button({ confirm: { text: mrkdwn(repeat(size)) } })), 300, 'length'],
  ['confirm button', (size) => actions(button({ confirm: { text: plain('x'), deny: plain(repeat(size)) } })), 30, 'length'],
  ['option text', (size) => actions(menu({ options: [option({ text: plain(repeat(size)) })] })), 75, 'length'],
  ['option value', (size) => actions(menu({ options: [option({ value: repeat(size) })] })), 150, 'length'],
  ['option description', (size) => actions(menu({ options: [option({ description: plain(repeat(size)) })] })), 75, 'length'],
  ['select options', (size) => actions(menu({ options: times(size, (index) => option({ value: `${index}` })) })), 100, 'count'],
  ['select placeholder', (size) => actions(menu({ placeholder: plain(repeat(size)) })), 150, 'length'],
  ['overflow options', (size) => actions({ type: 'overflow', options: times(size, () => option()) }), 5, 'count'],
  ['radio options', (size) => actions({ type: 'radio_buttons', options: times(size, () => option()) }), 10, 'count'],
  ['checkbox options', (size) => actions({ type: 'checkboxes', options: times(size, () => option()) }), 10, 'count'],
  ['image alt_text', (size) => ({ type: 'image', image_url: 'https://x.example/a.png', alt_text: repeat(size) }), 2000, 'length'],
  ['rich text list indent', (size) => rich({ type: 'rich_text_list', style: 'bullet', indent: size, elements: [{ type: 'rich_text_section', elements: [] }] }), 8, 'range'],
  ['markdown characters over all blocks', (size) => [{ type: 'markdown', text: 'xx' }, { type: 'markdown', text: repeat(size - 2) }], 12_000, 'total'],
  ['table rows', (size) => ({ type: 'table', rows: cells(size, 1) }), 100, 'count'],
  ['table columns', (size) => ({ type: 'table', rows: cells(1, size) }), 20, 'count'],
  ['characters in table cells', (size) => ({ type: 'table', rows: [[raw(repeat(size - 1)), { type: 'raw_number', value: 7 }]] }), 10_000, 'total'],
  ['tables', (size) => times(size, () => ({ type: 'table', rows: cells(1, 1) })), 1, 'count'],
  ['data table rows', (size) => ({ type: 'data_table', caption: 'c', rows: cells(size, 1) }), 101, 'count'],
  ['data table columns', (size) => ({ type: 'data_table', caption: 'c', rows: cells(2, size) }), 20, 'count'],
  ['data table page_size', (size) => ({ type: 'data_table', caption: 'c', rows: cells(2, 1), page_size: size }), 100, 'range'],
  ['chart title', (size) => chart(1, 1, { title: repeat(size) }), 50, 'length'],
  ['chart series', (size) => chart(size, 2), 6, 'count'],
  ['chart points', (size) => chart(1, size), 20, 'count'],
  ['charts in a message', (size) => times(size, () => chart(1, 1)), 2, 'count'],
  ['container children', (size) => ({ type: 'container', title: plain('x'), child_blocks: times(size, () => ({ type: 'divider' })) }), 10, 'count'],
  ['card body', (size) => ({ type: 'card', body: mrkdwn(repeat(size)) }), 200, 'length'],
  ['plans', (size) => times(size, () => ({ type: 'plan', title: 'x' })), 1, 'count'],
];

describe('sandbox/slack/block-kit/validate', () => {
  it.each(BOUNDARIES)('takes the limit of %s and refuses one more', (_what, make, limit, rule) => {
    const atLimit = inMessage(...[make(limit)].flat() as readonly Json[]);
    const beyond = inMessage(...[make(limit + 1)].flat() as readonly Json[]);

    expect(atLimit).toEqual([]);
    expect(beyond).toContain(rule);
  });

  it.each<readonly [string, Json, string]>([
    ['a block type that does not exist', { type: 'sparkline' }, 'unknown_type'],
    ['an unknown property', { type: 'divider', colour: 'red' }, 'unknown_property'],
    ['an inherited name as a property', { type: 'divider', constructor: 'x' }, 'unknown_property'],
    ['an inherited name as a type', { type: 'toString' }, 'unknown_type'],
    ['a header in mrkdwn', { type: 'header', text: mrkdwn('x') }, 'unknown_type'],
    ['an empty text', { type: 'section', text: plain('') }, 'length'],
    ['a section without text or fields', { type: 'section' }, 'required'],
    ['a header without text', { type: 'header' }, 'required'],
    ['a date-time picker beside a section', { type: 'section', text: plain('x'), accessory: { type: 'datetimepicker' } }, 'unknown_type'],
    ['an image with two sources', { type: 'image', alt_text: 'x', image_url: 'https://x.example', slack_file: { id: 'F1' } }, 'exclusive'],
    ['an image without alt_text', { type: 'image', image_url: 'https://x.example' }, 'required'],
    ['an input element outside an input block', actions({ type: 'plain_text_input' }), 'unknown_type'],
    ['an initial option that is not offered', actions(menu({ initial_option: option({ value: 'two' }) })), 'choice'],
    ['options together with groups', actions(menu({ option_groups: [{ label: plain('x'), options: [option()] }] })), 'exclusive'],
    ['a picker date in words', actions({ type: 'datepicker', initial_date: 'tomorrow' }), 'format'],
    ['an alert in a message', { type: 'alert', text: plain('x') }, 'surface'],
    ['a file block', { type: 'file', source: 'remote', external_id: 'x' }, 'surface'],
    ['a file input in a message', input({ type: 'file_input' }), 'surface'],
    ['a nested container', { type: 'container', title: plain('x'), child_blocks: [{ type: 'container', title: plain('y'), child_blocks: [{ type: 'divider' }] }] }, 'unknown_type'],
    ['a collapsed container that cannot be opened', { type: 'container', title: plain('x'), default_collapsed: true, child_blocks: [{ type: 'divider' }] }, 'exclusive'],
    ['an empty table cell', { type: 'table', rows: [[raw('')]] }, 'length'],
    ['data table rows of different length', { type: 'data_table', caption: 'c', rows: [[raw('a'), raw('b')], [raw('c')]] }, 'count'],
    ['a rich_text header cell', { type: 'data_table', caption: 'c', rows: [[rich()], [raw('c')]] }, 'choice'],
    ['a row header column that does not exist', { type: 'data_table', caption: 'c', rows: cells(2, 2), row_header_column_index: 2 }, 'range'],
    ['a pie slice of nothing', pie(0), 'range'],
    ['an empty leaf of rich text', rich({ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] }), 'length'],
  ])('refuses %s', (_what, block, rule) => {
    const found = inMessage(block);

    expect(found).toContain(rule);
  });

  it('refuses a chart whose series do not cover the categories or share a name', () => {
    const missing = { type: 'data_visualization', title: 'T', chart: { type: 'line', axis_config: { categories: ['a', 'b'] }, series: [{ name: 's', data: [{ label: 'a', value: 1 }] }] } };
    const twice = { type: 'data_visualization', title: 'T', chart: { type: 'line', axis_config: { categories: ['a'] }, series: times(2, () => ({ name: 's', data: [{ label: 'a', value: 1 }] })) } };

    expect(inMessage(missing)).toEqual(['count']);
    expect(inMessage(twice)).toEqual(['duplicate']);
  });

  it('takes a data table with buttons in its cells', () => {
    const action = { type: 'action', element: button({ action_id: 'open' }), fallback: raw('open') };

    const found = inMessage({ type: 'data_table', caption: 'Newest', rows: [[raw('Operation'), raw('Open')], [raw('Order placed'), action]] });

    expect(found).toEqual([]);
  });

  it('names the second use of a block_id or action_id; Slack takes the same action_id in another block', () => {
    const found = validateMessage({
      text: 'x', blocks: [
        { ...actions(button({ action_id: 'a' }), button({ action_id: 'a' })), block_id: 'b' },
        { type: 'section', block_id: 'b', text: plain('x'), accessory: button({ action_id: 'a' }) },
      ],
    });

    expect(found.map(({ path, rule, by }) => [path, rule, by])).toEqual([
      ['/blocks/1/block_id', 'duplicate', 'slack'],
      ['/blocks/0/elements/1/action_id', 'duplicate', 'slack'], ['/blocks/1/accessory/action_id', 'duplicate', 'house'],
    ]);
  });

  it('counts a table and a data table together, in containers and attachments too', () => {
    const table = { type: 'table', rows: [[raw(repeat(6_000))]] };
    const dataTable = { type: 'data_table', caption: 'c', rows: [[raw('Kind')], [raw(repeat(6_000))]] };
    const container = { type: 'container', title: plain('x'), child_blocks: [table] };

    expect(inMessage(table, dataTable).toSorted()).toEqual(['count', 'total']);
    expect(inMessage(container, dataTable).toSorted()).toEqual(['count', 'total']);
    expect(validateMessage({ text: 'x', blocks: [table], attachments: [{ blocks: [table] }] }).map(({ rule }) => rule).toSorted()).toEqual(['count', 'total']);
  });

  it('says where and what in words', () => {
    const found = validateMessage({ text: 'x', blocks: [{ type: 'section', text: mrkdwn(repeat(3001)) }] });

    expect(found).toEqual([{ path: '/blocks/0/text/text', rule: 'length', message: 'must be less than 3001 characters (is 3001)', by: 'slack' }]);
  });

  it('wants text for screen readers, which Slack itself does not insist on', () => {
    const found = validateMessage({ blocks: [{ type: 'divider' }] });

    expect(found).toMatchObject([{ path: '/text', rule: 'text_missing', by: 'house' }]);
    expect(validateMessage({ delete_original: true })).toEqual([]);
  });

  it.each(['<!channel>', '<!here>', '<!everyone>', '<!here|@here>'])('finds an unescaped %s in mrkdwn and in text, not in plain text', (mention) => {
    const found = validateMessage({
      text: `customer ${mention}`,
      blocks: [{ type: 'section', text: mrkdwn(mention) }, { type: 'context', elements: [mrkdwn(mention)] }, { type: 'section', text: plain(mention) }],
    });

    expect(found.map(({ path, rule, by }) => [path, rule, by])).toEqual([
      ['/text', 'mention', 'house'], ['/blocks/0/text/text', 'mention', 'house'], ['/blocks/1/elements/0/text', 'mention', 'house'],
    ]);
  });

  it('leaves escaped mentions alone', () => {
    expect(validateMessage({ text: '&lt;!channel&gt;', blocks: [{ type: 'section', text: mrkdwn('&lt;!channel&gt;') }] })).toEqual([]);
  });

  it.each<readonly [string, (size: number) => Json, number, string]>([
    ['title', (size) => modal({ title: plain(repeat(size)) }), 24, 'length'],
    ['submit', (size) => modal({ submit: plain(repeat(size)) }), 24, 'length'],
    ['close', (size) => modal({ close: plain(repeat(size)) }), 24, 'length'],
    ['private_metadata', (size) => modal({ private_metadata: repeat(size) }), 3000, 'length'],
    ['callback_id', (size) => modal({ callback_id: repeat(size) }), 255, 'length'],
    ['blocks', (size) => modal({ blocks: times(size, () => ({ type: 'divider' })) }), 100, 'count'],
    ['input label', (size) => modal({ blocks: [input({ type: 'plain_text_input' }, { label: plain(repeat(size)) })] }), 2000, 'length'],
    ['max_length of a text input', (size) => modal({ blocks: [input({ type: 'plain_text_input', max_length: size })] }), 3000, 'range'],
    ['elements with focus', (size) => modal({ blocks: times(size, () => input({ type: 'plain_text_input', focus_on_load: true })) }), 1, 'count'],
  ])('takes the limit of a view’s %s and refuses one more', (_what, make, limit, rule) => {
    expect(validateView(make(limit))).toEqual([]);
    expect(validateView(make(limit + 1)).map((found) => found.rule)).toContain(rule);
  });

  it('measures a view in bytes', () => {
    const blocks = times(84, () => ({ type: 'section', text: plain(repeat(2900)) }));
    const room = 250_000 - Buffer.byteLength(JSON.stringify(modal({ blocks, private_metadata: '' })));
    const filled = (more: number): Json => modal({ blocks, private_metadata: repeat(room + more) });

    expect(validateView(filled(0))).toEqual([]);
    expect(validateView(filled(1)).map(({ rule }) => rule)).toEqual(['size']);
  });

  it.each<readonly [string, Json]>([
    ['table', { type: 'table', rows: cells(1, 1) }], ['data_table', { type: 'data_table', caption: 'c', rows: cells(2, 1) }],
    ['data_visualization', chart(1, 1)], ['markdown', { type: 'markdown', text: 'x' }],
    ['container', { type: 'container', title: plain('x'), child_blocks: [{ type: 'divider' }] }],
    ['plan', { type: 'plan', title: 'x' }], ['card', { type: 'card', body: plain('x') }],
  ])('keeps %s out of modals', (_what, block) => {
    expect(inModal(block)).toEqual(['surface']);
  });

  it('takes an alert in a modal', () => {
    expect(inModal({ type: 'alert', text: mrkdwn('Expired'), level: 'warning' })).toEqual([]);
  });

  it('wants a submit button for inputs', () => {
    const view = { type: 'modal', title: plain('x'), blocks: [input({ type: 'plain_text_input' })] };

    expect(validateView(view).map(({ path, rule }) => [path, rule])).toEqual([['/submit', 'required']]);
  });

  it('refuses a title on a home tab and an unknown kind of view', () => {
    expect(validateView({ type: 'home', blocks: [], title: plain('x') }).map(({ rule }) => rule)).toEqual(['unknown_property']);
    expect(validateView({ type: 'drawer', blocks: [] }).map(({ rule }) => rule)).toEqual(['unknown_type']);
    expect(validateView(undefined).map(({ rule }) => rule)).toEqual(['type']);
  });

  it('takes response_url_enabled only from an input block of a modal', () => {
    const select = { type: 'conversations_select', response_url_enabled: true };

    expect(inModal(input(select))).toEqual([]);
    expect(inModal(actions(select))).toEqual(['surface']);
    expect(inMessage(input(select))).toEqual(['surface']);
  });
});
