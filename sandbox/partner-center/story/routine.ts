/** Ninety ordinary days: office hours, quiet weekends, a service account that does most of the work. */
import { addDays, dayOf, ticksOfRaw } from '../ticks.ts';
import type { WireRecord } from '../wire.ts';
import {
  ALAN, ALICE, BOB, BUSY_CUSTOMERS, DANA, EVE, FULFILLMENT, NATIVE_APP, PORTAL, RELECLOUD, SERVICE_ACCOUNT, VENDOR_APP,
} from './cast.ts';
import { makeRecord, type Deed } from './make-record.ts';
import { BUSINESS_PREMIUM } from './products.ts';
import { createRandom, type Random } from './random.ts';
import { MISTAKEN_CUSTOMER, TYPICAL_ORDER_DAYS_AGO } from './scene-orders.ts';
import {
  assignLicense, changeSeats, createUser, downloadSoftware, fetchPriceList, placeOrder, readyInvoice, resetPassword,
  setBudget, showSoftwareKey, updateBillingProfile, updateDevice, updateReferral, updateUser, type Task,
} from './tasks.ts';

const STORY_DAYS = 89;
/** Eve is gone from then on; the scene of her leaving is the last of her. */
export const EVE_LEFT_DAYS_AGO = 9;
/** Nearer than this Relecloud has its two published records and nothing else. */
const RELECLOUD_QUIET_DAYS = 9;

const INVOICE_DAY = 8;

type Weights<T> = readonly (readonly [number, T])[];

const SERVICE_TASKS: Weights<Task> = [
  [40, assignLicense], [16, updateUser], [14, changeSeats], [13, createUser], [7, placeOrder], [4, updateDevice], [2, updateReferral],
];
const ORDER_DESK_TASKS: Weights<Task> = [[10, placeOrder], [9, changeSeats], [3, updateBillingProfile], [1, setBudget], [3, updateReferral]];
const HELP_DESK_TASKS: Weights<Task> = [
  [30, assignLicense], [20, updateUser], [6, createUser], [3, downloadSoftware], [1, showSoftwareKey], [1, resetPassword],
];

interface Worker {
  readonly name: string | null;
  readonly app: string;
  readonly tasks: Weights<Task>;
}

const WORKERS: Weights<Worker> = [
  [68, { name: SERVICE_ACCOUNT, app: VENDOR_APP, tasks: SERVICE_TASKS }],
  [4, { name: null, app: FULFILLMENT, tasks: [[1, changeSeats]] }],
  [9, { name: ALICE, app: PORTAL, tasks: ORDER_DESK_TASKS }],
  [7, { name: BOB, app: PORTAL, tasks: ORDER_DESK_TASKS }],
  [4, { name: ALAN, app: PORTAL, tasks: HELP_DESK_TASKS }],
  [5, { name: DANA, app: NATIVE_APP, tasks: HELP_DESK_TASKS }],
  [3, { name: EVE, app: PORTAL, tasks: HELP_DESK_TASKS }],
];

/** Records of the last 89 days; each day depends on the seed and its date alone, so a later clock tells the same past. */
export function routine(now: Date, seed: string): WireRecord[] {
  return Array.from({ length: STORY_DAYS + 1 }, (_, daysAgo) => oneDay(dayOf(now), daysAgo, seed)).flat();
}

function oneDay(today: string, daysAgo: number, seed: string): WireRecord[] {
  const day = addDays(today, -daysAgo);
  const random = createRandom(`${seed} ${day}`);
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  const isWeekend = weekday === 0 || weekday === 6;
  const count = isWeekend ? random.int(8, 14) : random.int(68, 96);
  const records = Array.from({ length: count }, () => oneRecord(day, daysAgo, isWeekend, random)).filter((record) => record !== undefined);
  records.push(makeRecord({ ...fetchPriceList(clockTicks(day, 2, 4, random)), actor: SERVICE_ACCOUNT, app: VENDOR_APP }));
  if (Number(day.slice(8)) === INVOICE_DAY) {
    records.push(...BUSY_CUSTOMERS.map((customer) => makeRecord({ ...readyInvoice(customer, clockTicks(day, 4, 6, random), random), app: FULFILLMENT })));
  }
  return records;
}

function oneRecord(day: string, daysAgo: number, isWeekend: boolean, random: Random): WireRecord | undefined {
  const worker = random.weighted(WORKERS);
  const automatic = worker.app === VENDOR_APP || worker.app === FULFILLMENT;
  const at = automatic || isWeekend ? serviceTicks(day, random) : clockTicks(day, 7, 16, random);
  const customer = random.chance(0.03) ? RELECLOUD : random.pick(BUSY_CUSTOMERS);
  const task = random.weighted(worker.tasks);
  // Two of the three published records of 2020 name a correlation.
  const correlation = random.chance(0.67) ? { correlationId: random.guid() } : {};
  const deed = task(customer, at, random);
  // Everything above is drawn first: leaving a record out must not change the ones after it.
  if (worker.name === EVE && daysAgo <= EVE_LEFT_DAYS_AGO) return undefined;
  if (customer === RELECLOUD && daysAgo <= RELECLOUD_QUIET_DAYS) return undefined;
  if (isLaterThanTypical(deed, daysAgo)) return undefined;
  return makeRecord({
    ...deed,
    app: worker.app,
    ...(worker.name !== null && { actor: worker.name }),
    ...correlation,
    ...(worker.app === PORTAL && worker.name !== null && { sessionId: createRandom(`${worker.name} ${day}`).guid() }),
  });
}

/** It would come between the mistake and the order that shows it to be one. */
const isLaterThanTypical = ({ operation, customer, newValue }: Deed, daysAgo: number): boolean =>
  operation === 'create_order' && customer?.name === MISTAKEN_CUSTOMER && daysAgo <= TYPICAL_ORDER_DAYS_AGO
  && JSON.stringify(newValue).includes(BUSINESS_PREMIUM.name);

/** Four of five runs of the automation follow the office, the rest come at any hour. */
function serviceTicks(day: string, random: Random): bigint {
  return random.chance(0.8) ? clockTicks(day, 6, 17, random) : clockTicks(day, 0, 23, random);
}

/** A moment between the two hours (UTC), both included, with all seven digits of its second. */
function clockTicks(day: string, fromHour: number, toHour: number, random: Random): bigint {
  const seconds = random.int(fromHour * 3600, toHour * 3600 + 3599);
  return ticksOfRaw(`${day}T00:00:00Z`) + BigInt(seconds) * 10_000_000n + BigInt(random.int(0, 9_999_999));
}
