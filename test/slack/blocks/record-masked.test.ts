import { describe, expect, it } from 'vitest';
import { maskRecord } from '../../../src/audit/masking.ts';
import type { ShownRecord } from '../../../src/features/screens.ts';
import { recordMessage } from '../../../src/slack/blocks/record-message.ts';
import { recordView } from '../../../src/slack/blocks/record.ts';
import { aRecord } from '../../support/records.ts';
import { textsIn } from '../../support/said.ts';

type Values = Readonly<Record<string, unknown>>;

function change(before: Values, after: Values, operationType = 'update_customer_user') {
  return maskRecord(aRecord({ operationType, resourceType: 'customer_user', resourceOldValue: JSON.stringify(before), resourceNewValue: JSON.stringify(after) }));
}

/** What people read of it in its modal, and as a message. */
function read(record: ShownRecord['record'], more: Partial<ShownRecord> = {}): readonly string[] {
  const screen = { record, zone: 'Europe/Berlin', ...more } as const;
  return [
    textsIn(recordView({ ...screen, kind: 'record', at: { resultId: 'result-0000000000000001', place: 3 } }).blocks).join('\n'),
    textsIn(recordMessage({ ...screen, kind: 'one-record' }).rich.blocks).join('\n'),
  ];
}

describe('slack/blocks/record: masked values', () => {
  it.each([['update_customer_user', 'Password', 'Password'], ['rotate_unheard_of', 'ClientSecret', 'Client secret']])('does not tell of %s whether a masked %s changed', (operationType, field, name) => {
    const [modal = '', message = ''] = read(change({ Id: 'u1', [field]: 'old', DisplayName: 'A' }, { Id: 'u1', [field]: 'new', DisplayName: 'A' }, operationType));

    expect(modal).toContain('Unchanged, with their values in Raw JSON: Id, Display name\n');
    for (const text of [modal, message]) {
      expect(text).toContain(`Masked, so whether it changed is not told: ${name}\n`);
      expect(text).not.toMatch(new RegExp(`Unchanged[^\\n]*${name}|masked\\] \\(unchanged`));
    }
    expect(modal).not.toContain('- before, + after');
  });

  it('counts them, and says so of what was left out', () => {
    const [modal] = read(change({ Password: 'old', BillingProfile: { City: 'A' }, Name: 'A' }, { Password: 'new', BillingProfile: { City: 'B' }, Name: 'B' }));

    expect(modal).toContain('Masked or left out, so whether they changed is not told: Password, Billing profile\n');
    expect(modal).toContain('Values in this record: - before, + after\n');
  });

  it('says that a masked value came or went, where it did', () => {
    const [modal] = read(change({ Password: 'old', Name: 'A' }, { Name: 'A' }));

    expect(modal).toContain('- [masked]\n+ (not in the new value)');
    expect(modal).not.toContain('not told');
  });

  it('does not call masked values of an earlier record the same', () => {
    const at = (operationDate: string, facts: Values) => maskRecord(aRecord({ operationType: 'update_partner_user', resourceType: 'partner_user', operationDate, resourceNewValue: JSON.stringify({ Id: 'u1', ...facts }) }));
    const [now, then] = ['2026-11-20T15:05:12.0000000Z', '2026-11-03T09:00:00.0000000Z'];
    const [withName = ''] = read(at(now, { Password: 'new', DisplayName: 'A' }), { earlier: at(then, { Password: 'old', DisplayName: 'A' }) });
    const [secretOnly = ''] = read(at(now, { Password: 'new' }), { earlier: at(then, { Password: 'old' }) });

    expect(withName).toContain('Last seen here on 3 Nov; changes between are possible.');
    expect(withName).toContain('Masked, so whether it changed is not told: Password');
    expect(secretOnly).not.toContain('Last seen here');
  });

  it('does not say of a masked text that it repeats another', () => {
    const record = maskRecord(aRecord({ resourceNewValue: '{"Note":"Bearer abcdefghijklmnop1234567890"}', customizedData: [{ key: 'Remark', value: 'Bearer zyxwvutsrqponmlk0987654321' }] }));

    expect(read(record).join('\n')).not.toContain('With values that stand above');
  });
});
