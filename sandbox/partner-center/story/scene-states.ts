/** Progress and its end, unknown enumeration values, fields that are absent or null: what the API may do any day. */
import type { WireRecord } from '../wire.ts';
import { ALICE, customerNamed, FULFILLMENT, PORTAL, SERVICE_ACCOUNT, VENDOR_APP } from './cast.ts';
import { budgetValue, gdapValue, subscriptionValue } from './invented-payloads.ts';
import { makeRecord, ticksAt, type Deed } from './make-record.ts';
import { orderPayload } from './payloads.ts';
import { BUSINESS_PREMIUM, subscriptionsOf } from './products.ts';
import { createRandom } from './random.ts';

export function stateScenes(now: Date): WireRecord[] {
  return [...progressPairs(now), ...newWords(now), ...oldValues(now), ...otherEnds(now), ...gaps(now)];
}

/** The same id twice, first in progress, then done; and one that never ends. */
function progressPairs(now: Date): WireRecord[] {
  const random = createRandom('progress');
  const customer = customerNamed('Trey Research');
  return [2, 12, 33, 61].flatMap((daysAgo) => {
    const at = ticksAt(now, daysAgo, '11:20:00', random);
    const orderId = random.guid();
    const payload = orderPayload(customer, orderId, [{ product: BUSINESS_PREMIUM, quantity: 3, subscriptionId: random.guid() }], at);
    const deed = { at, customer, actor: SERVICE_ACCOUNT, app: VENDOR_APP, operation: 'create_order', resource: 'order', resourceId: orderId, ...payload };
    const started = makeRecord({ ...deed, status: 'progress' });
    return daysAgo === 61 ? [started] : [started, makeRecord(deed)];
  });
}

/** INVENTED words, and two spellings of the Java SDK: every list of Microsoft's is open. */
function newWords(now: Date): WireRecord[] {
  const random = createRandom('words');
  const customer = customerNamed('Fourth Coffee');
  const by = { customer, actor: ALICE, app: PORTAL };
  const [subscription] = subscriptionsOf(customer);
  const deeds: Deed[] = [
    { ...by, at: ticksAt(now, 3, '09:41:10', random), operation: 'enable_partner_agent', resource: 'partner_agent', newValue: { AgentName: 'Order helper' } },
    {
      ...by, at: ticksAt(now, 4, '12:02:10', random), operation: 'update_subscription', resource: 'subscription',
      resourceId: subscription.id, status: 'partially_succeeded', newValue: subscriptionValue(subscription, 9),
    },
    { ...by, at: ticksAt(now, 15, '13:00:10', random), operation: 'update_Customer_spending_budget', resource: 'customer', newValue: budgetValue(1500) },
    { ...by, at: ticksAt(now, 29, '15:12:10', random), operation: 'increase_credit_limit', resource: 'credit_limit' },
    { ...by, at: ticksAt(now, 44, '10:12:10', random), operation: 'undefined', resource: 'undefined' },
  ];
  return deeds.map(makeRecord);
}

/** Hardly ever does a record say what was there before; no published one does, so the shape is INVENTED. */
function oldValues(now: Date): WireRecord[] {
  const random = createRandom('old values');
  const customer = customerNamed('Proseware Inc');
  const [subscription] = subscriptionsOf(customer);
  return [2, 47].map((daysAgo) => makeRecord({
    at: ticksAt(now, daysAgo, '13:33:33', random), customer, actor: ALICE, app: PORTAL, operation: 'update_subscription',
    resource: 'subscription', resourceId: subscription.id,
    oldValue: subscriptionValue(subscription, 25), newValue: subscriptionValue(subscription, 40),
  }));
}

/** Things that end or fall away, and what Microsoft's own hand does. */
function otherEnds(now: Date): WireRecord[] {
  const random = createRandom('ends');
  const [tailspin, coho, lucerne] = [customerNamed('Tailspin Toys'), customerNamed('Coho Vineyard'), customerNamed('Lucerne Publishing')];
  const relationship = random.guid();
  const at = (daysAgo: number, clock: string) => ticksAt(now, daysAgo, clock, random);
  const gdap = { resource: 'granular_admin_relationship', resourceId: relationship };
  const byAlice = { actor: ALICE, app: PORTAL };
  const dap = { resource: 'partner_customer_dap' };
  const deeds: Deed[] = [
    { ...gdap, at: at(2, '00:00:03'), customer: tailspin, operation: 'granular_admin_relationship_expired', newValue: gdapValue(tailspin, relationship, []) },
    { ...gdap, ...byAlice, at: at(26, '06:10:03'), customer: lucerne, operation: 'granular_admin_relationship_termination_requested' },
    { ...dap, at: at(8, '10:10:10'), customer: coho, operation: 'dap_admin_relationship_approved', status: 'decline' },
    { ...dap, at: at(70, '12:30:10'), customer: tailspin, operation: 'dap_admin_relationship_terminated_by_microsoft', app: FULFILLMENT },
    { ...byAlice, at: at(6, '14:20:10'), customer: coho, operation: 'update_customer_spending_budget', resource: 'customer', newValue: budgetValue(null) },
    {
      ...byAlice, at: at(11, '16:45:10'), customer: lucerne, operation: 'update_subscription', resource: 'subscription',
      newValue: subscriptionValue(subscriptionsOf(lucerne)[0], 12, 'suspended'),
    },
    { at: at(52, '08:30:10'), customer: coho, operation: 'reseller_relationship_accepted_by_customer', resource: 'customer', resourceId: coho.id },
  ];
  return deeds.map(makeRecord);
}

/** Failed sign-ups have no customer, as seen in public; the rest shows each optional field absent once and null once. */
function gaps(now: Date): WireRecord[] {
  const random = createRandom('gaps');
  const customer = customerNamed('Nod Publishers');
  const failed = ['09:58:01', '10:03:20', '10:06:49'].map((clock) => makeRecord({
    at: ticksAt(now, 7, clock, random), operation: 'add_customer', resource: 'customer', status: 'failed', actor: SERVICE_ACCOUNT, app: VENDOR_APP,
    data: { PrimaryDomainName: `trial${random.int(1000, 9999)}.example`, Relationship: 'Reseller' },
  }));
  const whole = (daysAgo: number) => makeRecord({
    at: ticksAt(now, daysAgo, '12:12:12', random), customer, actor: ALICE, app: PORTAL, operation: 'update_customer_billing_profile',
    resource: 'customer', resourceId: customer.id, newValue: { CompanyName: customer.name }, data: { Reason: 'moved' },
  });
  const optional = [
    'id', 'partnerId', 'participants', 'customerId', 'customerName', 'userPrincipalName', 'applicationId', 'resourceNewValue',
    'customizedData', 'attributes',
  ];
  const nulls = optional.map((field, index) => ({ ...whole(10 + index), [field]: null }));
  const absent = optional.map((field, index) => {
    const { [field]: _left, ...rest } = whole(30 + index);
    return rest as WireRecord;
  });
  return [...failed, ...nulls, ...absent];
}
