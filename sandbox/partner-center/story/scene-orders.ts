/** Orders with consequences: 250 seats by mistake, and three failures with one cause. */
import type { WireRecord } from '../wire.ts';
import { ALICE, BOB, customerNamed, FULFILLMENT, PORTAL } from './cast.ts';
import { subscriptionValue } from './invented-payloads.ts';
import { makeRecord, ticksAt, ticksBefore, type Deed } from './make-record.ts';
import { orderPayload } from './payloads.ts';
import { BUSINESS_PREMIUM } from './products.ts';
import { createRandom } from './random.ts';

/** Just over five days: the week in which seats can be given back ends in less than two. */
const MISTAKE_MINUTES_AGO = 5 * 24 * 60 + 90;
/** Before the mistake, this was the last order of its kind; the ordinary days leave it the last. */
export const TYPICAL_ORDER_DAYS_AGO = 38;
export const MISTAKEN_CUSTOMER = 'Northwind Traders';

export function orderScenes(now: Date): WireRecord[] {
  return [...tooManySeats(now), ...threeFailures(now)].map(makeRecord);
}

/** Bob always orders 25 seats for Northwind; five days ago a zero slipped in, on a one-year term of new commerce. */
function tooManySeats(now: Date): Deed[] {
  const random = createRandom('seats');
  const customer = customerNamed(MISTAKEN_CUSTOMER);
  const order = (at: bigint, quantity: number): Deed => {
    const orderId = random.guid();
    const lines = [{ product: BUSINESS_PREMIUM, quantity, subscriptionId: random.guid() }];
    const { newValue, data } = orderPayload(customer, orderId, lines, at);
    return { at, customer, operation: 'create_order', resource: 'order', resourceId: orderId, actor: BOB, app: PORTAL, newValue, data };
  };
  return [order(ticksAt(now, TYPICAL_ORDER_DAYS_AGO, '10:05:44', random), 25), order(ticksBefore(now, MISTAKE_MINUTES_AGO, random), 250)];
}

/** Three orders fail on the same missing agreement; Alice has it signed, and the fourth goes through. */
function threeFailures(now: Date): Deed[] {
  const random = createRandom('failures');
  const customer = customerNamed('Wingtip Toys');
  const by = { customer, actor: BOB, app: PORTAL };
  const order = (clock: string, status: string): Deed => {
    const at = ticksAt(now, 1, clock, random);
    const orderId = random.guid();
    const lines = [{ product: BUSINESS_PREMIUM, quantity: 14, subscriptionId: status === 'failed' ? null : random.guid() }];
    const payload = orderPayload(customer, orderId, lines, at);
    const deed = { ...by, at, operation: 'create_order', resource: 'order', resourceId: orderId, status, correlationId: random.guid(), ...payload };
    if (status !== 'failed') return deed;
    // INVENTED: how a failed order tells its reason.
    return { ...deed, app: FULFILLMENT, data: { ...payload.data, ErrorMessage: 'The customer has not accepted the Microsoft Customer Agreement.' } };
  };
  const agreement = { Type: 'MicrosoftCustomerAgreement', PrimaryContact: { FirstName: 'Sam', LastName: 'Sample', Email: `legal@${customer.domain}` } };
  return [
    order('14:02:11', 'failed'),
    order('14:05:37', 'failed'),
    order('14:11:02', 'failed'),
    { ...by, actor: ALICE, at: ticksAt(now, 1, '14:38:20', random), operation: 'create_agreement', resource: 'agreement', newValue: agreement },
    order('14:41:55', 'succeeded'),
  ];
}

/** Work of the last minutes, so that the newest record is fresh whatever the clock says. */
export function freshScene(now: Date): WireRecord[] {
  const random = createRandom('fresh');
  const customer = customerNamed('Tailwind Traders');
  const subscription = { id: random.guid(), orderId: random.guid(), product: BUSINESS_PREMIUM, seats: 31 };
  return [4, 11].map((minutes, index) => makeRecord({
    at: ticksBefore(now, minutes, random), customer, actor: ALICE, app: PORTAL, operation: 'update_subscription',
    resource: 'subscription', resourceId: subscription.id, newValue: subscriptionValue(subscription, subscription.seats - index),
  }));
}
