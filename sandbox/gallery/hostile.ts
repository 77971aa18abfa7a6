/** Text as an attacker, a careless import or another alphabet would write it into a record. */
import type { AuditRecord } from '../../src/audit/record.ts';
import { readRecord } from '../../src/partner-center/wire.ts';

export const HOSTILE_TEXTS: readonly string[] = [
  '<!channel>',
  '<@U0ADMIN01> <#C0OPS0001|x> <!subteam^S01>',
  '*bold* _italic_ ~gone~ `code` > quote',
  'O\'Brien & Söhne <GmbH> &lt;!here&gt; &amp;',
  'مؤسسة الأمل للتجارة المحدودة',
  '\u202Eexe.lareneg\u202C \u200Bhidden\u2060',
  '🦖👩‍👩‍👧‍👦 Emoji Ltd :tada: :wave:',
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(4),
  '<https://evil.example/login|Sign in again>',
  'line one\nStatus  Failed 99\n```\nfence',
  '雪'.repeat(120),
  ' ',
];

/** Records whose every text is hostile, one for each of them, newest first, read and masked like real ones. */
export function hostileRecords(newest: Date): readonly AuditRecord[] {
  return HOSTILE_TEXTS.map((text, index) => readRecord({
    id: `hostile-${index}`,
    operationDate: new Date(newest.getTime() - (index + 1) * 60_000).toISOString().replace('Z', '0000Z'),
    operationType: index % 3 === 0 ? 'create_order' : text,
    operationStatus: index % 2 === 0 ? 'failed' : text.trim() || 'progress',
    resourceType: text.trim() || 'order',
    customerId: text,
    customerName: text,
    userPrincipalName: text,
    applicationId: text,
    sessionId: text,
    originalCorrelationId: text,
    resourceOldValue: JSON.stringify({ Quantity: 25, [text || 'Name']: text }),
    resourceNewValue: JSON.stringify({ Quantity: 250, [text || 'Name']: text, Secret: { password: text } }),
    customizedData: [{ key: text, value: text }, { key: 'Empty', value: null }],
  })).filter((record) => record !== undefined);
}
