/** What happens at an invented partner in an hour: each operation with its states, and when the log shows them. */
import type { Random } from '../../../sandbox/partner-center/story/random.ts';
import type { WireRecord } from '../../../sandbox/partner-center/wire.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src/audit/dates.ts';

export type HappeningKind = 'high' | 'hourly' | 'low' | 'order' | 'newcomer' | 'failing';

export interface Happening {
  /** Unique, so that what is told can be told apart. */
  readonly date: string;
  readonly atMs: number;
  readonly kind: HappeningKind;
  readonly user: string;
  /** How it ended. */
  readonly status: 'succeeded' | 'failed';
  /** In their order. */
  readonly states: readonly { readonly record: WireRecord; readonly shownAt: number }[];
}

const USERS = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'].map((name) => `${name}@partner.example`);
const LONGEST_DELAY_MS = 48 * HOUR_MS;

const OPERATIONS: Readonly<Record<HappeningKind, readonly [operation: string, resource: string]>> = {
  high: ['reset_customer_user_password', 'customer_user'],
  hourly: ['create_customer_user', 'customer_user'],
  low: ['update_customer_user_licenses', 'customer_user'],
  newcomer: ['update_customer_user_licenses', 'customer_user'],
  order: ['create_order', 'order'],
  failing: ['update_customer_billing_profile', 'customer'],
};
/** Small enough for no risk of its own, and with a window in which it can be cancelled. */
const ORDER = JSON.stringify({ LineItems: [{ OfferId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0SB01', TermDuration: 'P1Y', FriendlyName: 'Microsoft 365 Business Premium', Quantity: 5 }] });
const KINDS: readonly (readonly [number, HappeningKind])[] = [[3, 'high'], [3, 'hourly'], [4, 'low'], [3, 'order'], [0.3, 'newcomer'], [1.5, 'failing']];

/** Gives what happens in the hour before an instant; most of it is shown within minutes, some up to 48 hours late. */
export function createHappenings(random: Random) {
  let count = 0;
  const one = (kind: HappeningKind, user: string, atMs: number): Happening => {
    count += 1;
    const date = `${new Date(atMs).toISOString().slice(0, 23)}${String(count % 10_000).padStart(4, '0')}Z`;
    const [operationType, resourceType] = OPERATIONS[kind];
    const status = kind === 'failing' || random.chance(kind === 'order' ? 0.2 : 0.05) ? 'failed' : 'succeeded';
    const record: WireRecord = {
      id: `op-${count}`, operationDate: date, operationType, resourceType, operationStatus: status, userPrincipalName: user,
      customerId: `00000000-0000-4000-8000-${String(random.int(1, 9)).padStart(12, '0')}`, customerName: `Customer ${count}`,
      ...(kind === 'order' && { resourceNewValue: ORDER }),
    };
    const shownAt = atMs + (random.chance(0.1) ? random.next() * LONGEST_DELAY_MS : random.next() * 20 * MINUTE_MS);
    const runs = (kind === 'order' || kind === 'failing') && random.chance(0.25);
    const endsAt = shownAt + random.next() * Math.min(30 * HOUR_MS, atMs + LONGEST_DELAY_MS - shownAt);
    const states = runs ? [{ record: { ...record, operationStatus: 'progress' }, shownAt }, { record, shownAt: endsAt }] : [{ record, shownAt }];
    // Some are written again without another state.
    const again = random.chance(0.05) ? [{ record: { ...record, attributes: { etag: `another of ${count}` } }, shownAt: endsAt + (atMs + LONGEST_DELAY_MS - endsAt) * random.next() }] : [];
    return { date, atMs, kind, user, status, states: [...states, ...again] };
  };
  const within = (beforeMs: number): number => Math.floor(beforeMs - random.next() * HOUR_MS);
  return (beforeMs: number): readonly Happening[] => {
    const usual = Array.from({ length: random.weighted([[5, 0], [3, 1], [1.5, 2], [0.5, 3]]) }, () => {
      const kind = random.weighted(KINDS);
      return one(kind, kind === 'newcomer' ? `newcomer-${count}@partner.example` : random.pick(USERS), within(beforeMs));
    });
    const [user, beginMs] = [random.pick(USERS), within(beforeMs - 15 * MINUTE_MS)];
    const burst = random.chance(0.02) ? Array.from({ length: random.int(2, 6) }, () => one('failing', user, beginMs + random.int(0, 15 * MINUTE_MS))) : [];
    const flood = random.chance(0.004) ? Array.from({ length: 14 }, (_, index) => one('high', `someone-${index}@partner.example`, within(beforeMs))) : [];
    return [...usual, ...burst, ...flood];
  };
}

/** Everybody who is to be known before the year begins, over the days that the copy fills itself with. */
export function pastOf(beginMs: number): readonly WireRecord[] {
  const people = [...USERS, ...Array.from({ length: 14 }, (_, index) => `someone-${index}@partner.example`)];
  return Array.from({ length: 80 }, (_, day): WireRecord => ({
    id: `past-${day}`, operationDate: new Date(beginMs - (day + 0.5) * 24 * HOUR_MS).toISOString().replace('Z', '0000Z'), operationType: 'update_customer_user_licenses',
    operationStatus: 'succeeded', resourceType: 'customer_user', userPrincipalName: people[day % people.length] ?? '', customerId: '00000000-0000-4000-8000-000000000001', customerName: 'Past customer',
  }));
}
