/** What rules keep, encrypted at rest: they are typed by people, and their messages are made of records. */
import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/audit/filter.ts';
import type { AlertMemory } from '../../src/features/alert-ports.ts';
import type { KeptCard } from '../../src/features/kept-card.ts';
import type { Delivery } from '../../src/features/rule-ports.ts';
import type { DigestRule, RulePlace, RuleProgress } from '../../src/features/rule.ts';
import type { Vault } from '../../src/features/vault-port.ts';
import { createAlertStore } from '../../src/store/alert-groups.ts';
import { createOutbox } from '../../src/store/outbox.ts';
import { createReminders } from '../../src/store/reminders.ts';
import { createRules } from '../../src/store/rules.ts';
import { createVault, OPEN_VAULT } from '../../src/store/vault.ts';
import { testConnection } from '../support/connection.ts';
import { textsIn } from '../support/redis-texts.ts';

const { redis, prefix } = testConnection();
const NOW = new Date('2026-11-20T10:00:00Z');
const OPS: RulePlace = { kind: 'channel', id: 'COPS' };
const FRESH: RuleProgress = { state: { kind: 'on' }, cursor: 0, held: 0 };
const RULE: DigestRule = {
  kind: 'digest', id: 'r1', name: 'Relecloud daily', place: OPS, makerId: 'U1', zone: 'UTC', madeAt: NOW.toISOString(), command: 'digest daily customer Relecloud', filter: EVERYTHING,
  skipEmpty: false, timetable: { schedule: { frequency: 'daily' }, zone: 'UTC', since: '2026-11-20' },
};
const DELIVERY: Delivery = { key: 'd1', ruleId: 'r1', place: OPS, message: { kind: 'notice', text: 'Relecloud ordered' }, dueAt: NOW.toISOString() };
const LINE = { text: 'Relecloud' } as unknown as KeptCard['card']['lead'];
const CARD: KeptCard = {
  ruleId: 'r1', place: OPS,
  card: { kind: 'alert', card: 'c1', form: 'one' as KeptCard['card']['form'], rule: 'Relecloud daily', zone: 'UTC', lead: LINE, lines: [], count: 1, customers: 1, because: '', checks: [], begunMs: NOW.getTime(), lastMs: NOW.getTime() },
};

function rulesWith(vault: Vault, part = `${prefix}:${randomUUID()}`) {
  const storage = { redis, prefix: part, vault };
  const [rules, outbox, alerts, reminders] = [createRules(storage), createOutbox(storage), createAlertStore(storage), createReminders(storage)];
  return {
    part, rules,
    async fill(): Promise<void> {
      await rules.add(RULE, FRESH);
      await outbox.put(DELIVERY, NOW);
      await alerts.write(OPS, { version: 0, waiting: [DELIVERY] } as AlertMemory, [CARD]);
      await reminders.write('r1', { version: 0, told: {}, waiting: [DELIVERY] });
    },
    read: async () => ({
      rule: (await rules.find('r1'))?.rule, delivery: (await outbox.claim(NOW, 1))?.delivery, card: await alerts.card('c1'),
      waiting: [...(await alerts.read(OPS)).waiting, ...(await reminders.read('r1')).waiting],
    }),
  };
}

const ALL_OF_IT = { rule: RULE, delivery: DELIVERY, card: CARD, waiting: [DELIVERY, DELIVERY] };

describe('store/vault and rules', () => {
  it('leaves nothing readable of rules, deliveries, cards and reminders with a key', async () => {
    const [open, sealed] = [rulesWith(OPEN_VAULT), rulesWith(createVault(randomBytes(32)))];
    await open.fill();
    await sealed.fill();

    const found = await Promise.all([open, sealed].map(async ({ part }) => (await textsIn(redis, part)).filter((text) => text.includes('relecloud')).length));

    // Six values; Redis packs short ones, so that a dump does not always show them.
    expect(found[0]).toBeGreaterThanOrEqual(6);
    expect(found[1]).toBe(0);
    expect([await open.read(), await sealed.read()]).toEqual([ALL_OF_IT, ALL_OF_IT]);
  });

  it('reads and removes what was written in clear, and gives a name that is taken to nobody else', async () => {
    const open = rulesWith(OPEN_VAULT);
    await open.fill();
    const sealed = rulesWith(createVault(randomBytes(32)), open.part);

    expect(await sealed.read()).toEqual(ALL_OF_IT);
    expect(await sealed.rules.add({ ...RULE, id: 'r2' }, FRESH)).toBe('name-taken');
    await sealed.rules.remove(RULE);
    expect(await sealed.rules.add({ ...RULE, id: 'r2' }, FRESH)).toBe('added');
    expect(await sealed.rules.in(OPS)).toHaveLength(1);
  });
});
