import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateMessage, validateView } from '../../../sandbox/slack/block-kit/validate.ts';
import { EVERYTHING, type AuditFilter } from '../../../src/audit/filter.ts';
import type { AuditRecord } from '../../../src/audit/record.ts';
import { riskOf } from '../../../src/audit/sentence-risk.ts';
import { summarise } from '../../../src/audit/summary.ts';
import { planQuery } from '../../../src/audit/query.ts';
import type { RecordScreen, Refusal, Screen } from '../../../src/features/screens.ts';
import { recordView } from '../../../src/slack/blocks/record.ts';
import { createRenderer } from '../../../src/slack/blocks/render.ts';
import { read } from '../../support/reading.ts';
import { aRecord } from '../../support/records.ts';
import { someFacts } from '../../support/results.ts';

const render = createRenderer('/audit');
const RANGE = { from: new Date('2026-11-14T10:00:00Z'), to: new Date('2026-11-21T10:00:00Z') };

/** The first page of an answer that holds these records. */
function summaryOf(records: readonly AuditRecord[], filter: Partial<AuditFilter> = {}, facts = {}): Screen {
  const summary = summarise(records.map((record) => ({
    date: record.operationDate, operationType: record.operationType, status: record.operationStatus, risk: riskOf(record).risk,
    ...(record.userPrincipalName !== undefined && { user: record.userPrincipalName }),
    ...(record.customerName !== undefined && { customer: record.customerName }),
  })));
  const plan = planQuery({ filter: { ...EVERYTHING, ...filter }, range: RANGE }, RANGE.to);
  return {
    kind: 'summary', standouts: [], page: 0, pageCount: Math.max(1, Math.ceil(records.length / 8)), records: records.slice(0, 8),
    facts: someFacts({ plan, summary, listed: records.length, recordsRead: records.length, ...facts }),
  };
}

function check(screen: Screen): string {
  const { rich, plain } = render(screen);
  expect(validateMessage(rich)).toEqual([]);
  expect(validateMessage(plain)).toEqual([]);
  expect(plain.blocks.every(({ type }) => type === 'section' || type === 'actions')).toBe(true);
  return read({ text: rich.text, blocks: rich.blocks.map((block) => ({ ...block })) });
}

function checkRecord(screen: RecordScreen): string {
  const view = recordView(screen);
  expect(validateView(view)).toEqual([]);
  return JSON.stringify(view);
}

const HOSTILE = ['<!channel>', '<@U0ADMIN01>', '*_~ Test', "O'Brien & Söhne <GmbH>", '\u202Eesrever', '🦖'.repeat(500), 'x'.repeat(5_000), '&lt;!here&gt;', '', ' ', '\u0000', '<https://evil.example|click>', '`code`'];
const hostileText = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 400 }));
const hostileRecord = fc.record({
  operationType: hostileText, operationStatus: hostileText, resourceType: hostileText, customerName: hostileText, customerId: hostileText,
  userPrincipalName: hostileText, applicationId: hostileText, id: hostileText, sessionId: hostileText, resourceNewValue: fc.oneof(hostileText, fc.json()),
  resourceOldValue: fc.oneof(hostileText, fc.json()), // The name of a field is as hostile as its value.
  sessionData: fc.string(), customizedData: fc.array(fc.record({ key: hostileText, value: fc.option(hostileText) }), { maxLength: 90 }),
}, { requiredKeys: ['operationType', 'operationStatus', 'resourceType'] }).map((facts) => aRecord(facts as Partial<AuditRecord>));

describe('slack/blocks', () => {
  it('puts the counts first, then span and freshness, then how the answer came about', () => {
    const records = [aRecord({ customerName: 'Relecloud', userPrincipalName: 'alice@partner.example' }), aRecord({ customerName: 'Relecloud', operationStatus: 'failed', operationType: 'add_user_member' })];
    const lines = check(summaryOf(records, { customers: [{ kind: 'name', name: 'Relecloud' }], statuses: [] }, { newestRead: '2026-11-20T15:05:12.0589308Z' })).split('\n').filter((line) => line.trim() !== '');

    expect(lines[0]).toContain('2 operations for Relecloud, 1 failed, 1 high risk');
    expect(lines.join('\n')).toContain('14 Nov 11:00 – 21 Nov 11:00 CET · 2 records read · last read 11:00 · newest record read 20 Nov 16:05');
    expect(lines.join('\n')).toContain('Asked of Partner Center: customer name contains Relecloud, UTC days 2026-11-13 to 2026-11-21 · filtered here: the exact time');
  });

  it.each([
    [{ statuses: ['failed'] }, [aRecord({ operationStatus: 'failed' })], '1 failed operation for all customers'],
    [{ statuses: ['failed'], resources: ['order'] }, [], 'No failed operation: Order'],
    [{ users: ['alice@partner.example'], operations: ['create_order'] }, [aRecord({ id: 'a' }), aRecord({ id: 'b' })], '2 operations by alice@partner.example: Order placed'],
  ])('says what was counted in one phrase: %j', (filter, records, phrase) => {
    expect(check(summaryOf(records, filter))).toContain(phrase);
  });

  it('counts as failed what is listed as failed: a declined operation is another thing', () => {
    const records = [aRecord({ id: 'a', operationStatus: 'failed' }), aRecord({ id: 'b', operationStatus: 'decline' }), aRecord({ id: 'c' })];

    expect(check(summaryOf(records))).toContain('3 operations for all customers, 1 failed');
  });

  it('owns up to what it could not read, to what was cut off, and to a list shorter than the count', () => {
    const text = check(summaryOf([aRecord({}), aRecord({})], {}, { unreadable: 1, clamped: true, listed: 1 }));

    expect(text).toContain('1 record could not be read and is not counted here');
    expect(text).toContain('cut off at 14 Nov 2026');
    expect(text).toContain('the list holds 1 of them');
  });

  it('says over what nothing was found, and what to try', () => {
    const text = check(summaryOf([], { customers: [{ kind: 'name', name: 'Nobody' }] }));

    expect(text).toContain('No operation for Nobody');
    expect(text).toContain('Partner Center holds no such record for these days. Try a longer time');
  });

  it('stays valid with as many kinds and names as there can be', () => {
    const records = Array.from({ length: 500 }, (_, index) => aRecord({ id: `${index}`, operationType: `kind_${index}`, userPrincipalName: `${'u'.repeat(190)}${index}@partner.example`, customerName: 'c'.repeat(300) + index, operationStatus: `state ${index}` }));

    expect(check(summaryOf(records))).toContain('others together 494');
  });

  it('never lets text from a record mention anybody, break a block or cut a character, whatever it is', () => {
    fc.assert(fc.property(fc.array(hostileRecord, { maxLength: 8 }), hostileText, (records, name) => {
      check(summaryOf(records, { customers: [{ kind: 'name', name }], users: [name], operations: [name] }, { command: name }));
      const messages = JSON.stringify(render(summaryOf(records)).rich.blocks.filter(({ type }) => type !== 'rich_text'));
      expect(messages).not.toMatch(/"mrkdwn","text":"[^"]*<(!|@|#|https)(?!date)/);
      for (const record of records) checkRecord({ kind: 'record', record, zone: 'Europe/Berlin' });
    }), { numRuns: 300 });
  });

  it.each(['not-listed', 'guest', 'bot', 'deactivated', 'other-organisation', 'unknown-person'] as const)('refuses (%s) with whom to ask', (refusal: Refusal) => {
    expect(check({ kind: 'refused', refusal, userId: 'U0MEMBER1' })).toContain('admin');
    expect(checkRecord({ kind: 'record-refused', refusal, userId: 'U0MEMBER1' })).toContain('admin');
  });

  it('lets no name add lines of its own', () => {
    const text = check(summaryOf([aRecord({ userPrincipalName: 'eve\nStatus  Failed 99' })]));

    expect(text).not.toMatch(/^Status {2}Failed 99/m);
  });

  it('names the exact entry of the access list to ask for', () => {
    expect(check({ kind: 'refused', refusal: 'not-listed', userId: 'U0MEMBER1' })).toContain('add U0MEMBER1 to AUDIT_ACCESS');
  });

  it('points at the place of a mistake, wherever it stands in a long text', () => {
    const text = `${'customer "Contoso GmbH" '.repeat(10)}statsu failed`;
    const from = text.indexOf('statsu');
    const shown = check({ kind: 'mistake', mistake: { code: 'E_UNKNOWN_WORD', says: 'I don\'t know `statsu`.', text, at: { from, to: from + 6 }, cure: 'Did you mean status?', repairs: ['status failed'] } });
    const [line = '', carets = ''] = shown.split('\n').filter((one) => one.includes('statsu failed') || /^\s*\^+\s*$/.test(one));

    expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('statsu');
    expect(shown).toContain('Run: status failed');
  });

  it('says which reading it took of a date that has two', () => {
    const search = { filter: EVERYTHING, time: { kind: 'on', point: { kind: 'day', day: '2026-11-03' } }, defaultTime: false } as const;
    const shown = check({ kind: 'understood', search, range: RANGE, clamped: false, taken: [{ typed: '3/11', day: '2026-11-03' }], zone: 'UTC', jobId: 'U0ONE-1' });

    expect(shown).toMatch(/3\/11 was read as .*3 Nov/);
  });

  it('says that there is more than the value where putting it right is not enough', () => {
    const shown = check({ kind: 'mistake', mistake: { code: 'E_UNKNOWN_VALUE', says: '`creat_order` is not an operation.', text: 'op creat_order whatever', cure: 'Did you mean `create_order`?', repairs: [] } });

    expect(shown).toContain('Something else');
    expect(shown).not.toContain('comes near');
  });

  it('keeps the repaired place of a long command on its button', () => {
    const long = (word: string): string => `${'customer "Contoso GmbH" '.repeat(6)}${word} failed last 7d`;
    const labels = (command: string, text: string): string => check({ kind: 'mistake', mistake: { code: 'E_UNKNOWN_WORD', says: 'x.', text, cure: 'Y.', repairs: [command] } });

    expect(labels(long('status'), long('statsu'))).toContain('[Run: …"Contoso GmbH" status failed last 7d]');
    expect(labels('customer Relecloud last 7d', 'custmer Relecloud last 7d')).toContain('[Run: customer Relecloud last 7d]');
  });

  it.each<Screen>([
    { kind: 'help' },
    { kind: 'later', verb: 'digest' },
    { kind: 'notice', text: 'Kept.' },
    { kind: 'expired', resultId: 'x', command: 'customer "<!channel>" last 7d' },
    { kind: 'expired', resultId: 'x' },
    { kind: 'problem', whatHappened: 'Partner Center refused.', whatToDo: 'Ask.', correlationId: 'c', command: 'x'.repeat(500) },
    { kind: 'understood', search: { filter: EVERYTHING, time: { kind: 'last', count: 7, unit: 'd' }, defaultTime: true }, range: RANGE, clamped: true, zone: 'Asia/Kolkata', jobId: `U0ONE-${'a'.repeat(32)}` },
  ])('draws $kind', (screen) => {
    expect(check(screen).trim()).not.toBe('');
  });
});
