/** Texts that are nearly commands: words of the language, values and odd characters in any order. */
import fc from 'fast-check';
import { OPERATIONS } from '../../src/audit/operations.ts';
import { FILTERS, VERBS } from '../../src/command/usage.ts';

const WORDS = [
  ...FILTERS.flatMap(({ word, aliases }) => [word, ...aliases]), ...VERBS.map(({ word }) => word).slice(0, 8),
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
