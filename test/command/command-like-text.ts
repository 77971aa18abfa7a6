/** Texts that are nearly commands: words of the language, values and odd characters in any order. */
import fc from 'fast-check';
import { OPERATIONS } from '../../src/audit/operations.ts';
import { FILTERS, TIMES, VERBS } from '../../src/command/usage.ts';
import { EXAMPLES } from './examples.ts';

/** Words and values of rules. */
const OPTION_WORDS = ['in #secops', 'to me', 'for 4h', 'within 48h', 'because "x"', 'quiet 22:00-07:00', 'name x', 'more than 5 in 10m', 'first-seen user', 'every monday', 'daily', 'at 08:30', 'outside', 'mention', 'mention @here', 'mention <!channel>', 'op create_.*', 'by user', 'first-seen planet', 'at 9am and 5pm', 'pack', 'csv', 'delete', 'ip'];

const WORDS = [
  ...FILTERS.flatMap(({ word, aliases }) => [word, ...aliases]), ...VERBS.map(({ word }) => word), ...OPTION_WORDS,
  'last', 'past', 'since', 'from', 'to', 'between', 'and', 'on', 'in', 'the', 'by', 'or', 'not', 'raw', 'today', 'yesterday', 'last week',
  'failed', 'orders', 'gdap', 'progress', 'order', 'customer_user', 'create order', 'limit', 'as chart', 'risk high', 'this month', 'top 5', 'tz',
  '7d', '24h', '30m', '7x', '7', 'two', 'weeks', '0d', '3', 'nov', '3 nov', '2026-11-01', '2026-02-30', '2026-11-01..2026-11-03', '10/11/2026', '2031-01-01', '1999-01-01', 'monday', '14:05',
  'medium+', 'risky', 'access', 'granular_admin_*', 'svc@*', 'high risk', 'this week', 'next', 'mon', 'ago', 'around', 'until', '2pm', 'weekend', '2026-W45', 'without',
  'Relecloud', 'Contoso GmbH', '3M', 'custmer', 'stauts', 'lsat', 'creat_order', 'me', 'alice@partner.example', '*@x', 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', 'bbbb1b1b-cc2c',
  '"', '"a b"', '“x”', '\\', ',', '-', '–', '..', ':', '=', '?', '<@U1|al>', '<#C1|c>', '<mailto:a@b.example|a@b.example>', '&lt;https://x|y&gt;', '&amp;amp;', 'é', '🧾', '‏א',
  ...OPERATIONS.slice(0, 5).map(({ value }) => value),
];

export const commandLikeText = fc.array(fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(' ', ' ', ' ', ' ', '', ',', ':')), { maxLength: 9 })
  .map((parts) => parts.map(([word, gap]) => word + gap).join(''));

/** Examples of the language with letters lost, doubled, changed or swapped. */
export const mutatedCommand = fc.tuple(
  fc.constantFrom(...[...VERBS, ...FILTERS, ...TIMES].map(({ example }) => example), ...EXAMPLES.map(([typed]) => typed)),
  fc.array(fc.tuple(fc.nat(), fc.constantFrom('lose', 'double', 'change', 'swap', 'cut'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })), { minLength: 1, maxLength: 5 }),
).map(([text, changes]) => changes.reduce((before, [place, how, letter]) => mutate(before, place % (before.length + 1), how, letter), text));

function mutate(text: string, place: number, how: string, letter: string): string {
  const [head, one, tail] = [text.slice(0, place), text.slice(place, place + 1), text.slice(place + 1)];
  switch (how) {
    case 'lose': return head + tail;
    case 'double': return head + one + one + tail;
    case 'change': return head + letter + tail;
    case 'swap': return head + tail.slice(0, 1) + one + tail.slice(1);
    default: return tail + head;
  }
}
