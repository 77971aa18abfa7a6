import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/audit/filter.ts';
import { slotAfter } from '../../src/audit/slots.ts';
import { deliverDue } from '../../src/features/deliver-outbox.ts';
import type { DigestRule } from '../../src/features/rule.ts';
import { sendDigests } from '../../src/features/send-digests.ts';
import { createOutbox } from '../../src/store/outbox.ts';
import { createRules } from '../../src/store/rules.ts';
import { testConnection } from '../support/connection.ts';
import { aRecord } from '../support/records.ts';
import { watchingWorld } from '../support/watching.ts';

const storage = testConnection();
const HOUR = 3_600_000;
/** Five weeks with the end of summer time in Europe in their middle. */
const [START, END] = [Date.parse('2026-10-05T06:00:00Z'), Date.parse('2026-11-09T12:00:00Z')];
const never = new AbortController().signal;

/** Numbers from a seed, the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

const ruleOf = (id: string, zone: string, schedule: DigestRule['timetable']['schedule'], facts: Partial<DigestRule> = {}): DigestRule => ({
  kind: 'digest', id, name: id, place: { kind: 'channel', id: `C${id.toUpperCase()}` }, makerId: 'UADMIN', zone, command: 'digest daily', madeAt: new Date(START).toISOString(),
  filter: EVERYTHING, skipEmpty: false, timetable: { schedule, zone, since: '2026-10-05' }, ...facts,
});

const RULES = [
  ruleOf('daily', 'Europe/Berlin', { frequency: 'daily', atMs: 2.5 * HOUR }),
  ruleOf('weekdays', 'America/New_York', { frequency: 'weekdays', atMs: 8.5 * HOUR }),
  ruleOf('hourly', 'Europe/London', { frequency: 'hourly', every: 6 }, { skipEmpty: true }),
  ruleOf('failed', 'Asia/Kolkata', { frequency: 'weekly', weekday: 5 }, { filter: { ...EVERYTHING, statuses: ['failed'] } }),
];

/** Plays the season: operations come every hour; two workers look, are stopped and killed; Slack fails in every way. */
async function season(seed: number) {
  const world = watchingWorld(storage, new Date(START).toISOString());
  const random = seeded(seed);
  const prefix = `${storage.prefix}-${seed}`;
  const rules = createRules({ ...storage, prefix });
  for (const rule of RULES) await rules.add(rule, { state: { kind: 'on' }, cursor: 0, coveredTo: rule.madeAt, lastSlot: rule.madeAt, held: 0 });
  // Each worker has stores of its own; nothing but Redis tells one of the other.
  const worker = () => ({ ...world.deps, rules: createRules({ ...storage, prefix }), outbox: createOutbox({ ...storage, prefix }) });
  const [one, two] = [worker(), worker()];
  const added: { readonly at: string; readonly fails: boolean }[] = [];
  for (let now = START; now < END; now += HOUR / 2) {
    world.at(new Date(now).toISOString());
    for (let count = now < END - 4 * 24 * HOUR ? Math.floor(random() * 3) : 0; count > 0; count -= 1) {
      const [at, fails] = [`${new Date(now).toISOString().slice(0, 19)}.${String(added.length).padStart(7, '0')}Z`, random() < 0.3];
      added.push({ at, fails });
      world.add(aRecord({ id: at, operationDate: at, operationType: 'update_customer_user', operationStatus: fails ? 'failed' : 'succeeded' }), random() < 0.1 ? 'late' : 'news');
    }
    // An outage of all workers, of 40 hours.
    if (now > Date.parse('2026-10-20T00:00:00Z') && now < Date.parse('2026-10-21T16:00:00Z')) continue;
    const isCalm = now > END - 4 * 24 * HOUR;
    world.answerWith(...(['limited', 'later', 'lost', 'lost-but-posted', 'lost'] as const).filter(() => !isCalm && random() < 0.2));
    await Promise.all([sendDigests(one, never), sendDigests(two, never)]);
    // Killed with a delivery in its hands.
    if (!isCalm && random() < 0.1) await one.outbox.claim(new Date(now), 2 * 60_000);
    await Promise.all([deliverDue(one, never), deliverDue(two, never)]);
    world.at(new Date(now + 10_000).toISOString());
    await Promise.all([deliverDue(one, never), deliverDue(two, never)]);
  }
  return { world, added, kept: await rules.all() };
}

describe('features/digest-season', () => {
  it.each([1, 7])('tells every operation of five weeks once, whatever Slack and the workers do (%i)', async (seed) => {
    const { world, added, kept } = await season(seed);

    for (const rule of RULES) {
      const here = world.posted.filter(({ place }) => place.id === rule.place.id);
      const unmarked = here.filter(({ marks, message }) => !marks.mayBeRepeat && !(message.kind === 'digest' && message.repeatsUnconfirmed));
      const mains = here.flatMap(({ message }) => (message.kind === 'digest' ? [message] : []));
      const progress = kept.find((one) => one.rule.id === rule.id)?.progress;
      const wanted = added.filter(({ fails }) => rule.id !== 'failed' || fails).length;
      const counted = ({ total, late }: (typeof mains)[number]['digest']): number => total + (late?.count ?? 0);

      expect(progress).toMatchObject({ state: { kind: 'on' }, cursor: added.length });
      // One unmarked post a slot.
      expect(new Set(unmarked.filter(({ message }) => message.kind === 'digest').map(({ marks }) => marks.deliveryKey)).size).toBe(unmarked.filter(({ message }) => message.kind === 'digest').length);
      // Each span begins where the one before it ended, and together they hold everything once.
      const chain = mains.toSorted((a, b) => (a.to < b.to ? -1 : 1)).reduce<(typeof mains)[number][]>((held, main) => [...held.filter(({ from }) => from < main.from), main], []);
      expect(chain[0]?.from).toBe(rule.madeAt);
      // Nobody sees the spans in which a rule that skips them found nothing.
      expect(chain.slice(1).filter(({ from }, at) => from !== chain[at]?.to && !rule.skipEmpty)).toEqual([]);
      expect(chain.reduce((sum, { digest }) => sum + counted(digest), 0)).toBe(wanted);
      expect(chain.length).toBeGreaterThan(3);
    }
    expect(world.posted.filter(({ marks }) => marks.mayBeRepeat).length).toBeGreaterThan(3);
    expect(world.posted.filter(({ marks }) => marks.lateSince !== undefined).length).toBeGreaterThan(3);
    expect(world.posted.some(({ message }) => message.kind === 'digest' && message.repeatsUnconfirmed)).toBe(true);
  }, 240_000);

  it('lists every operation in a thread, each once, while Slack only asks for patience', async () => {
    const world = watchingWorld({ ...storage, prefix: `${storage.prefix}-threads` }, new Date(START).toISOString());
    const rule = ruleOf('listed', 'Europe/Berlin', { frequency: 'daily' });
    await world.deps.rules.add(rule, { state: { kind: 'on' }, cursor: 0, lastSlot: rule.madeAt, held: 0 });
    const random = seeded(3);
    const added: string[] = [];
    for (let day = 0; day < 12; day += 1) {
      for (let count = Math.floor(random() * 60); count > 0; count -= 1) {
        const at = `${new Date(START + day * 24 * HOUR).toISOString().slice(0, 19)}.${String(added.length).padStart(7, '0')}Z`;
        added.push(at);
        world.add(aRecord({ id: at, operationDate: at, operationType: 'update_customer_user' }));
      }
      const slot = slotAfter(rule.timetable, new Date(START + day * 24 * HOUR)).getTime();
      world.answerWith(...(['limited', 'later', 'limited'] as const).filter(() => random() < 0.5));
      for (let minute = 0; minute < 60; minute += 2) {
        world.at(new Date(slot + minute * 60_000).toISOString());
        await sendDigests(world.deps, never);
        await deliverDue(world.deps, never);
      }
    }

    const listed = world.posted.flatMap(({ message }) => (message.kind === 'digest-page' ? message.rows.map(({ at }) => at) : []));

    expect(listed.toSorted()).toEqual(added);
    expect(world.posted.filter(({ message }) => message.kind === 'digest')).toHaveLength(12);
  });
});
