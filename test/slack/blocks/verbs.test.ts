import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateMessage, validateView } from '../../../sandbox/slack/block-kit/validate.ts';
import { EVERYTHING } from '../../../src/audit/filter.ts';
import { OPERATIONS, RESOURCES } from '../../../src/audit/operations.ts';
import { planQuery } from '../../../src/audit/query.ts';
import { summarise } from '../../../src/audit/summary.ts';
import { HELP_TOPICS } from '../../../src/command/help-topics.ts';
import type { Screen } from '../../../src/features/screens.ts';
import { createRenderer } from '../../../src/slack/blocks/render.ts';
import { saveFormView } from '../../../src/slack/blocks/save-form.ts';
import { read } from '../../support/reading.ts';
import { someFacts } from '../../support/results.ts';

const render = createRenderer('/audit');
const RANGE = { from: new Date('2026-11-14T10:00:00Z'), to: new Date('2026-11-21T10:00:00Z') };
const SEARCH = { filter: EVERYTHING, time: { kind: 'last', count: 7, unit: 'd' }, defaultTime: true } as const;
const JOB = `U0ADMIN01-${'a'.repeat(32)}`;

function check(screen: Screen): string {
  const { rich, plain } = render(screen);
  expect(validateMessage(rich)).toEqual([]);
  expect(validateMessage(plain)).toEqual([]);
  expect(plain.blocks.every(({ type }) => type === 'section' || type === 'actions')).toBe(true);
  return read({ text: rich.text, blocks: rich.blocks.map((block) => ({ ...block })) });
}

const HOSTILE = ['<!channel>', '*_~ Test', '\u202Eesrever', '🦖'.repeat(300), 'x'.repeat(3_000), '', ' ', '`code`', '"', '<https://evil.example|click>'];
const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 300 }));

const GUID = 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f';

/** Every screen of these verbs, around one text. */
function screensAround(text: string): readonly Screen[] {
  const plan = planQuery({ filter: { ...EVERYTHING, customers: [{ kind: 'name', name: text }] }, range: RANGE }, RANGE.to);
  const record = { operationType: text, status: text, risk: 'high' as const, user: text, customerId: text, customerName: text };
  const saved = { name: text, command: text, savedAt: '2026-11-21T10:00:00.000Z' };
  const asked = { command: text, zone: 'UTC', askedAt: '2026-11-21T10:00:00.000Z', jobId: JOB };
  const summary = summarise(Array.from({ length: 3 }, () => record));
  return [
    { kind: 'explained', command: text, search: { ...SEARCH, filter: plan.filter }, range: RANGE, clamped: true, zone: 'Europe/Berlin', plan, requests: { least: 1, most: 10 } },
    { kind: 'comparing', search: { ...SEARCH, filter: plan.filter }, now: RANGE, before: RANGE, zone: 'UTC', jobId: JOB },
    { kind: 'compared', command: text, now: someFacts({ plan, summary, command: text }), before: someFacts({ plan, command: text, unreadable: 2, clamped: true }) },
    { kind: 'looking-up', id: text, jobId: JOB },
    { kind: 'no-record', id: text, now: RANGE.to, held: { first: '2025-10-18', last: '2026-11-21' } },
    { kind: 'history', asked: Array.from({ length: 15 }, () => asked), left: 3, zone: 'Europe/Berlin' },
    { kind: 'saved', searches: Array.from({ length: 50 }, () => saved) },
    { kind: 'just-saved', saved },
    { kind: 'operations', word: text, operations: [] },
    { kind: 'operations', word: text, operations: OPERATIONS.slice(0, 2) },
    { kind: 'whoami', userId: 'U0ADMIN01', workspace: text, zone: 'UTC', role: 'member', allowedBy: 'S0GROUP', readsEmail: true },
    { kind: 'help', topic: text, customer: Array.from(text).slice(0, 30).join('') },
  ];
}

describe('slack/blocks/verbs', () => {
  it('draws every screen within the rules of Slack, whatever stands in it', () => {
    fc.assert(fc.property(hostile, (text) => {
      for (const screen of screensAround(text)) {
        check(screen);
        const marked = JSON.stringify(render(screen).rich.blocks).match(/"mrkdwn","text":"[^"]*<(!|@|#|https)/);
        expect(marked, screen.kind).toBeNull();
      }
      expect(validateView(saveFormView(text, '{}'))).toEqual([]);
    }), { numRuns: 60 });
  });

  it('draws what holds no foreign text: lists, states, versions, every topic of the help', () => {
    expect(check({ kind: 'operations', operations: OPERATIONS })).toMatch(/Category billing: \d+ operations\nHigh risk {2}increase_spending_limit, .+\nMedium risk {2}.+, create_order, /);
    expect(check({ kind: 'operations', word: 'order', operations: OPERATIONS })).toContain('create_order  Order placed, medium risk');
    expect(check({ kind: 'resources', resources: RESOURCES })).toContain('license  Licence assignment');
    expect(check({ kind: 'version', version: '1.2.3', node: 'v24.0.0' })).toContain('Version 1.2.3');
    expect(check({ kind: 'status', zone: 'Europe/Berlin', daysKnown: 0, daysHeld: 90 })).toContain('was not read yet');
    expect(check({ kind: 'status', zone: 'Europe/Berlin', daysKnown: 16, daysHeld: 90, readAt: '2026-11-21T09:00:00.000Z', newestRecord: '2026-11-21T08:59:00.0000000Z' })).toContain('21 Nov 10:00 CET');
    expect(check({ kind: 'saved', searches: [] })).toContain('You keep no search yet');
    expect(check({ kind: 'history', asked: [], left: 0, zone: 'UTC' })).toContain('asked nothing');
    for (const { word, title, rows } of HELP_TOPICS) {
      const text = check({ kind: 'help', topic: word });
      expect(text).toContain(title);
      for (const { form, means, example } of rows) {
        expect(text).toContain(`/audit ${example}`);
        // What stands outside of backticks must not be read as markup.
        expect(`${form}\n${means}\n${example}`.replace(/`[^`\n]+`/g, '')).not.toMatch(/[*~`]|\b_|_\b/);
      }
    }
  });

  it('compares only what there was, and names the customer and, on its buttons, the spans', () => {
    const plan = planQuery({ filter: { ...EVERYTHING, customers: [{ kind: 'id', id: GUID }] }, range: RANGE }, RANGE.to);
    const [now, before] = ['14 to 2026-11-21', '07 to 2026-11-14'].map((span) => someFacts({ command: `customer "Contoso GmbH" from 2026-11-${span}`, summary: summarise([{ operationType: 'create_order', status: 'succeeded', risk: 'medium', customerId: GUID, customerName: 'Contoso GmbH' }]), plan: { ...plan, from: `2026-11-${span.slice(0, 2)}T10:00:00.0000000Z`, to: `${span.slice(-10)}T10:00:00.0000000Z` } }));
    const text = now && before ? check({ kind: 'compared', command: now.command, now, before }) : '';

    expect(text).toContain('Operations  1 → 1\nKinds  no change');
    expect(text).toContain('1 operation for Contoso GmbH, as many as in the equal span before');
    expect(text).toContain('[Run: 14 Nov 11:00 – 21 Nov 11:00 CET]  [Run: 7 Nov 11:00 – 14 Nov 11:00 CET]');
  });

  it('says at once what each word of the log means that does not say so itself', () => {
    expect(check({ kind: 'resources', resources: RESOURCES })).toMatch(/license {2}Licence assignment\n[^]*And {2}customer, customer_user, order, /);
  });

  it('shows every operation and resource in the plain form too, none cut off', () => {
    const text = JSON.stringify([render({ kind: 'operations', operations: OPERATIONS }).plain, render({ kind: 'resources', resources: RESOURCES }).plain]);

    for (const { value } of [...OPERATIONS, ...RESOURCES]) expect(text).toContain(value);
    expect(text).not.toContain('…');
  });

  it('says what would be asked, and what is filtered here', () => {
    const text = check(screensAround('Relecloud')[0] ?? { kind: 'notice', text: '' });

    for (const part of ['customer name contains Relecloud', 'UTC days 2026-11-13 to 2026-11-21, 9 days', 'else up to 10', 'the last 7 days', '[Run]']) expect(text).toContain(part);
  });

  it('offers topics and the form in the help, and a customer of the log', () => {
    const text = check({ kind: 'help', customer: 'Last Mile Logistics' });

    for (const part of ['/audit customer "Last Mile Logistics" last 7d', '[Open search form]', '[Topics ▾]', 'Microsoft keeps 90 days']) expect(text).toContain(part);
    expect(check({ kind: 'help', newest: { record: '2026-11-21T08:59:00.0000000Z', zone: 'Europe/Berlin' } })).toContain('Newest record read: 21 Nov 09:59 CET');
    expect(check({ kind: 'help', topic: 'zebra crossing' })).toContain('I have no help on “zebra crossing”');
  });

  it('says why a mistake has no command to offer', () => {
    const mistake = { says: 'x.', text: 'y', cure: 'Z.', repairs: [] };

    expect(check({ kind: 'mistake', mistake: { ...mistake, code: 'E_NOT_IN_LOG' } })).toContain('No command does this');
    expect(check({ kind: 'mistake', mistake: { ...mistake, code: 'E_BAD_USER' } })).toContain('Only you know');
    expect(check({ kind: 'mistake', mistake: { ...mistake, code: 'E_UNIT' } })).toContain('No command comes near enough');
    expect(check({ kind: 'mistake', mistake: { ...mistake, code: 'E_UNIT', repairs: ['last 7d'] } })).not.toContain('No command');
  });
});
