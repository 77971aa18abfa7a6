import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blocksHtml, blockStyles, viewHtml } from '../../../sandbox/page/block-html.ts';

const plainText = (text: string) => ({ type: 'plain_text', text, emoji: false });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text, verbatim: true });
const section = (text: object, rest: object = {}) => ({ type: 'section', text, ...rest });
const chart = { type: 'bar', series: [{ name: 'Orders', data: [{ label: 'Mon', value: 3 }] }], axis_config: { categories: ['Mon'] } };

const draw = (block: object, options = {}) => blocksHtml([block], { now: new Date('2026-11-21T10:00:00Z'), zone: 'Europe/Berlin', ...options });
/** What a person reads of it. */
const words = (html: string): string => html.replace(/<[^>]+>/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&amp;', '&');

const HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)> <!channel> <@U1> *b* _i_ `c` &lt;b&gt; \u{F0000}';

/** Each kind of block, with the hostile text wherever text may stand. */
const everyBlock = (text: string): readonly object[] => [
  { type: 'header', text: plainText(text) },
  section(mrkdwn(text), { fields: [mrkdwn(text), plainText(text)], accessory: { type: 'button', text: plainText(text), action_id: text, value: text } }),
  { type: 'context', elements: [plainText(text), { type: 'image', image_url: 'https://evil.example/x.png', alt_text: text }] },
  { type: 'image', image_url: 'https://evil.example/x.png', alt_text: text },
  { type: 'video', video_url: 'https://evil.example/x', thumbnail_url: 'https://evil.example/y', alt_text: text, title: plainText(text) },
  { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }, { type: 'link', url: `javascript:${text}`, text }, { type: 'emoji', name: text }] }] },
  { type: 'markdown', text: `${text}\n![x](https://evil.example/x.png)` },
  { type: 'table', rows: [[{ type: 'raw_text', text }, { type: 'raw_number', value: 5, text: '5' }]] },
  { type: 'data_table', caption: text, rows: [[{ type: 'raw_text', text }], [{ type: 'raw_text', text }]] },
  { type: 'data_visualization', title: text.slice(0, 20), chart: { ...chart, series: [{ name: text.slice(0, 20), data: [{ label: 'Mon', value: 3 }] }] } },
  { type: 'container', title: plainText(text), is_collapsible: true, child_blocks: [section(plainText(text))] },
  { type: 'card', title: mrkdwn(text), body: mrkdwn(text) },
  { type: 'plan', title: text, tasks: [{ task_id: '1', title: text }] },
  { type: 'alert', text: mrkdwn(text), level: 'error' },
  { type: 'input', label: plainText(text), element: { type: 'plain_text_input', action_id: 'a', initial_value: text } },
  { type: 'actions', elements: [{ type: 'overflow', action_id: 'o', options: [{ text: plainText(text), value: text }] }] },
  { type: text },
];

/** Tags that fetch or run something, and attributes that do. */
const ACTIVE_TAG = /^<\/?(?:script|img|iframe|object|embed|link|source|video|audio)\b/;
const ACTIVE_ATTRIBUTE = /^(?:src|srcset|poster|action|formaction|on\w+)$/;

/** Every tag with its attributes, as a browser reads them: React quotes all values and escapes what stands in them. */
const tagsOf = (html: string): readonly { readonly tag: string; readonly attributes: readonly (readonly [string, string])[] }[] =>
  (html.match(/<[^>]*>/g) ?? []).map((tag) => ({ tag, attributes: [...tag.matchAll(/\s([^\s=>"]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value] as const) }));

const isActive = ({ tag, attributes }: ReturnType<typeof tagsOf>[0]): boolean => ACTIVE_TAG.test(tag)
  || attributes.some(([name, value]) => ACTIVE_ATTRIBUTE.test(name) || (name === 'href' && !/^(?:https?:|mailto:)/.test(value)) || (name === 'style' && value.includes('url(')));

describe('sandbox/page/block-html', () => {
  it('shows plain text as it is: no mark, mention or entity in it is read', () => {
    const text = '*not bold* <!channel> &lt;b&gt; :wave:';

    expect(draw(section(plainText(text)))).not.toMatch(/<strong>|bk-mention/);
    expect(words(draw(section(plainText(text))))).toBe(text);
  });

  it('reads mrkdwn: marks, code, quotes, links and escaped signs', () => {
    const html = draw(section(mrkdwn('*HIGH* _a *b*_ ~c~ `d*e*` <https://x.example/?a=1&amp;b=2|here> &lt;!channel&gt;\n&gt; said')));

    expect(html).toContain('<strong>HIGH</strong> <em>a <strong>b</strong></em> <s>c</s> <code class="bk-code">d*e*</code>');
    expect(html).toContain('href="https://x.example/?a=1&amp;b=2"');
    expect(html).toContain('&lt;!channel&gt;');
    expect(html).toContain('<q class="bk-quote">said</q>');
  });

  it.each([['Europe/Berlin', '20 Nov 2026 16:05'], ['Asia/Kolkata', '20 Nov 2026 20:35']])('draws date tokens in the zone of the reader: %s', (zone, clock) => {
    const html = draw(section(mrkdwn('<!date^1795187100^{date_short} {time}|fallback>')), { zone });

    expect(words(html)).toBe(clock.replace('20 Nov 2026', 'Nov 20, 2026'));
    expect(html).toContain('<time dateTime="2026-11-20T15:05:00.000Z">');
  });

  it('names people and channels it is told of, and the id of others', () => {
    const options = { users: new Map([['U1', 'dana']]), channels: new Map([['C1', 'csp-ops']]) };

    expect(words(draw(section(mrkdwn('<@U1> <@U2> <#C1|>')), options))).toBe('@dana @U2 #csp-ops');
  });

  it('gives every control its ids and value, and buttons their spoken label', () => {
    const accessory = { type: 'button', text: plainText('Details'), action_id: 'audit1.details.3', value: 'r:3', accessibility_label: 'Details of Order placed', style: 'primary' };
    const html = draw(section(plainText('x'), { block_id: 'row3', accessory }));

    expect(html).toContain('<button type="button" class="bk-button primary" data-action-type="button" data-action-id="audit1.details.3" data-block-id="row3" data-value="r:3" aria-label="Details of Order placed">Details</button>');
  });

  it.each([
    ['overflow', { options: [{ text: plainText('Save search'), value: 's' }] }, /<details.*<button[^>]*data-action-type="overflow"[^>]*data-value="s"/],
    ['static_select', { options: [{ text: plainText('One'), value: '1' }], initial_option: { text: plainText('One'), value: '1' } }, /<select[^>]*data-action-id="a".*<option value="1" selected="">One/],
    ['multi_static_select', { option_groups: [{ label: plainText('G'), options: [{ text: plainText('One'), value: '1' }] }] }, /<select[^>]*multiple="".*<optgroup label="G"><option value="1">/],
    ['external_select', { min_query_length: 0 }, /<input type="search"[^>]*data-action-type="external_select"[^>]*list="options-b-a"[^>]*data-min-query-length="0".*<datalist id="options-b-a">/],
    ['multi_external_select', { initial_options: [{ text: plainText('Relecloud'), value: 'c1' }] }, /data-value="c1">Relecloud<.*data-action-type="multi_external_select"/],
    ['users_select', { initial_user: 'U1' }, /<option value="U1" selected="">@dana/],
    ['conversations_select', {}, /<option value="C1">#csp-ops/],
    ['checkboxes', { options: [{ text: plainText('Two'), value: '2' }], initial_options: [{ text: plainText('Two'), value: '2' }] }, /<label><input type="checkbox"[^>]*checked="" value="2"|<label><input type="checkbox"[^>]*value="2"[^>]*checked=""/],
    ['datepicker', { initial_date: '2026-11-20' }, /<input[^>]*type="date"[^>]*value="2026-11-20"/],
    ['timepicker', { initial_time: '08:30' }, /<input[^>]*type="time"[^>]*value="08:30"/],
    ['plain_text_input', { multiline: true, initial_value: 'x' }, /<textarea[^>]*data-action-id="a"[^>]*>x<\/textarea>/],
    ['number_input', { min_value: '1', is_decimal_allowed: false }, /<input[^>]*type="number"[^>]*min="1"/],
  ])('draws %s as a native control', (type, element, expected) => {
    const options = { users: new Map([['U1', 'dana']]), channels: new Map([['C1', 'csp-ops']]) };
    const html = draw({ type: 'actions', block_id: 'b', elements: [{ type, action_id: 'a', ...element }] }, options);

    expect(html).toMatch(expected);
  });

  it('draws what the library cannot: data tables, and numbers in a table', () => {
    const rows = [[{ type: 'raw_text', text: 'Kind' }, { type: 'raw_text', text: 'Count' }], [{ type: 'raw_text', text: 'Order' }, { type: 'raw_number', value: 1234, text: '1,234' }]];

    expect(words(draw({ type: 'table', rows }))).toBe('KindCountOrder1,234');
    expect(draw({ type: 'data_table', caption: 'Kinds', rows })).toMatch(/<caption>Kinds<\/caption>.*<th scope="col"[^>]*>Kind<.*<th scope="row"[^>]*>Order<.*text-align:right">1,234/);
  });

  it('draws charts and Markdown with the library', () => {
    expect(draw({ type: 'data_visualization', title: 'By day', chart })).toMatch(/<svg.*Mon/s);
    expect(draw({ type: 'markdown', text: '# Title' })).toContain('>Title</h1>');
  });

  it('draws a modal with its title and buttons, what was entered, and what was refused', () => {
    const blocks = [{ type: 'input', block_id: 'customer', label: plainText('Customer'), element: { type: 'plain_text_input', action_id: 'a' } }];
    const view = { type: 'modal', title: plainText('Search'), submit: plainText('Run'), close: plainText('Cancel'), blocks };
    const html = viewHtml(view, { values: { customer: { a: { type: 'plain_text_input', value: 'Relecloud' } } }, errors: { customer: 'No such customer' } });

    expect(html).toMatch(/role="dialog" aria-label="Search".*value="Relecloud".*role="alert">No such customer<.*data-view="close">Cancel<.*data-view="submit">Run</);
  });

  it('draws a Home view without a frame, and a block it does not know by its name', () => {
    const html = viewHtml({ type: 'home', blocks: [{ type: 'hologram' }] }, {});

    expect(html).toContain('[hologram]');
    expect(html).not.toContain('dialog');
  });

  it.each(everyBlock(HOSTILE).map((block) => [(block as { type: string }).type.slice(0, 20), block]))('lets no text become markup or a request: %s', (_type, block) => {
    const html = draw(block);

    expect(tagsOf(html).filter(isActive)).toEqual([]);
  });

  it('keeps its form whatever the text is', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const html = blocksHtml(everyBlock(text || '-'), {});

      expect(html.match(/data-block-type=/g)).toHaveLength(everyBlock('').length + 1);
    }), { numRuns: 60 });
  });

  it('has a style sheet that names no file and no host', () => {
    expect(blockStyles()).toContain('.bk-button');
    expect(blockStyles()).not.toMatch(/@import|url\(|https?:|#slack_blocks_to_jsx/);
  });
});
