import { describe, expect, it } from 'vitest';
import { messageAsText, viewAsText } from '../../../sandbox/slack/as-text.ts';
import { formatDate } from '../../../sandbox/slack/as-text/date-tokens.ts';

type Json = Readonly<Record<string, unknown>>;

const reader = {
  zone: 'Europe/Berlin', now: Date.UTC(2026, 10, 21, 10), nameOf: (id: string) => ({ U1: 'dana', C1: 'csp-ops' })[id],
};
const at = Date.UTC(2026, 10, 20, 15, 5, 12) / 1000;
const plain = (text: string): Json => ({ type: 'plain_text', text });
const mrkdwn = (text: string): Json => ({ type: 'mrkdwn', text });
const button = (label: string): Json => ({ type: 'button', action_id: label, text: plain(label) });
const draw = (...blocks: readonly Json[]): string => messageAsText({ text: '', blocks }, reader);

describe('sandbox/slack/as-text', () => {
  it('draws a result as a person reads it', () => {
    const text = draw(
      { type: 'header', text: plain('2 operations for Relecloud') },
      { type: 'context', elements: [mrkdwn(`newest <!date^${at}^{date_short_pretty} {time}|20 Nov>`), plain('read 2 of 2')] },
      { type: 'section', text: mrkdwn('*HIGH* Order placed'), accessory: button('Details') },
      { type: 'section', fields: [mrkdwn('*Orders*\n31'), mrkdwn('*Licences*\n18'), plain('Other')] },
      { type: 'divider' },
      { type: 'actions', elements: [button('Next'), { type: 'overflow', options: [{ text: plain('Keep') }, { text: plain('Explain') }] }] },
    );

    expect(text.split('\n')).toEqual([
      '2 operations for Relecloud', '══════════════════════════',
      '  newest yesterday 16:05 · read 2 of 2',
      'HIGH Order placed  [Details]',
      'Orders 31   Licences 18', 'Other',
      '────────────────────────────────────────',
      '[Next]  [⋯ Keep · Explain]',
    ]);
  });

  it.each([
    ['mentions', '<@U1> in <#C1|old> and <@U9|eve>, <!here>', '@dana in #csp-ops and @eve, @here'],
    ['links', '<https://x.example|the log> <https://y.example> <mailto:a@b.example|a@b.example>', 'the log (https://x.example) https://y.example a@b.example'],
    ['escaped text, which never becomes a mention', '&lt;!channel&gt; &amp;amp;', '<!channel> &amp;'],
    ['marks, but not inside words or code', '*bold* _it_ snake_case_name `create_order *x*`', 'bold it snake_case_name create_order *x*'],
    ['a date it cannot read', '<!date^1^{nonsense}|20 Nov>', '20 Nov'],
  ])('reads %s', (_what, text, expected) => {
    expect(messageAsText({ text, blocks: [] }, reader)).toBe(expected);
  });

  it.each([
    ['{date_num} {time_secs}', '2026-11-20 16:05:12'], ['{date}', 'November 20th, 2026'], ['{date_short}', 'Nov 20, 2026'],
    ['{date_long}', 'Friday, November 20th, 2026'], ['{date_long_pretty} at {time}', 'yesterday at 16:05'], ['{ago}', '19 hours ago'],
  ])('fills %s', (format, expected) => {
    expect(formatDate(at, format, reader)).toBe(expected);
  });

  it('resolves dates in the reader’s zone', () => {
    expect(formatDate(at, '{date_num} {time}', { ...reader, zone: 'Asia/Tokyo' })).toBe('2026-11-21 00:05');
  });

  it('draws rich text, tables and charts', () => {
    const leaf = (text: string, style: Json = {}): Json => ({ type: 'text', text, style });
    const text = draw(
      {
        type: 'rich_text', elements: [
          { type: 'rich_text_section', elements: [leaf('Quantity '), leaf('25', { strike: true }), leaf(' 250', { bold: true }), { type: 'user', user_id: 'U1' }] },
          { type: 'rich_text_list', style: 'ordered', elements: [{ type: 'rich_text_section', elements: [leaf('one')] }] },
          { type: 'rich_text_preformatted', elements: [leaf('- 25\n+ 250')] },
        ],
      },
      { type: 'table', column_settings: [null, { align: 'right' }], rows: [[{ type: 'raw_text', text: 'Orders' }, { type: 'raw_number', value: 31 }], [{ type: 'raw_text', text: 'Users' }, { type: 'raw_number', value: 5 }]] },
      { type: 'data_visualization', title: 'By day', chart: { type: 'bar', axis_config: { categories: ['Mon'] }, series: [{ name: 'all', data: [{ label: 'Mon', value: 3 }] }] } },
    );

    expect(text.split('\n')).toEqual([
      'Quantity ~25~ 250@dana', '1. one', '    - 25', '    + 250',
      'Orders | 31', 'Users  |  5',
      '[bar chart] By day', '  all: Mon 3',
    ]);
  });

  it('draws a modal with what was entered and what is wrong with it', () => {
    const blocks = [
      { type: 'input', block_id: 'b', label: plain('Customer'), element: { type: 'plain_text_input', action_id: 'a', placeholder: plain('name or id') } },
      { type: 'input', block_id: 'r', optional: true, label: plain('Risk'), element: { type: 'checkboxes', action_id: 'a', options: [{ text: plain('high') }, { text: plain('low') }] } },
    ];
    const values = { b: { a: { type: 'plain_text_input', value: 'Relecloud' } }, r: { a: { type: 'checkboxes', selected_options: [{ text: plain('high') }] } } };

    const text = viewAsText({ title: 'Search', submit: 'Run', close: 'Cancel', blocks, values, errors: { b: 'no such customer' } }, reader);

    expect(text.split('\n')).toEqual([
      '┌ Search', 'Customer', '  [Relecloud]', '  ! no such customer', 'Risk (optional)', '  [x] high  [ ] low', '└ [Cancel]  [Run]',
    ]);
  });
});
