/** What is done on an ordinary day, one function per kind of work; each tells everything but who and when. */
import type { Customer } from './cast.ts';
import { budgetValue, softwareKeyValue, subscriptionValue, userValue } from './invented-payloads.ts';
import type { Deed } from './make-record.ts';
import { licensePayload, newCustomerPayload, orderPayload } from './payloads.ts';
import { AZURE_PLAN, subscriptionsOf } from './products.ts';
import type { Random } from './random.ts';

/** A deed without its author. */
export type Task = (customer: Customer, at: bigint, random: Random) => Deed;

const FIRST_NAMES = ['Ada', 'Ben', 'Chloé', 'Dmitri', 'Emeka', 'Fatima', 'Greta', 'Håkon', 'Imani', 'José', 'Kim', 'Łucja'];
const LAST_NAMES = ['Abel', 'Braun', 'Costa', 'Dubois', 'Eriksen', 'Fischer', 'García', 'Hansen', 'Ito', 'Jones', 'Kaya', 'Lopez'];

/** Invented by nature: no page of Microsoft says why an order failed. */
const SEATS_USED_UP = 'All purchased licences are in use.';

export const assignLicense: Task = (customer, at, random) => {
  const { product } = random.pick(subscriptionsOf(customer));
  const removes = random.chance(0.2);
  const userId = random.guid();
  const failed = random.chance(0.015);
  return {
    at, customer, operation: 'update_customer_user_licenses', resource: 'license', resourceId: userId,
    status: failed ? 'failed' : 'succeeded',
    ...licensePayload(userId, removes ? null : product.licenseSku, removes ? product.licenseSku : null),
    ...(failed && { newValue: { LicensesToAssign: null, LicensesToRemove: null, LicenseWarnings: [{ Message: SEATS_USED_UP }] } }),
  };
};

export const createUser: Task = (customer, at, random) => {
  const userId = random.guid();
  const newValue = userValue(customer, userId, personName(random));
  return { at, customer, operation: 'create_customer_user', resource: 'customer_user', resourceId: userId, newValue };
};

export const updateUser: Task = (customer, at, random) => {
  const { PasswordProfile: _unchanged, ...newValue } = userValue(customer, random.guid(), personName(random));
  return { at, customer, operation: 'update_customer_user', resource: 'customer_user', resourceId: newValue.Id, newValue };
};

export const resetPassword: Task = (customer, at, random) => {
  const userId = random.guid();
  const newValue = { Id: userId, PasswordProfile: { Password: 'NOT-A-REAL-PASSWORD', ForceChangePassword: true } };
  return { at, customer, operation: 'reset_customer_user_password', resource: 'customer_user', resourceId: userId, newValue };
};

export const changeSeats: Task = (customer, at, random) => {
  const subscription = random.pick(subscriptionsOf(customer));
  const newValue = subscriptionValue(subscription, subscription.seats + random.int(-2, 3));
  return { at, customer, operation: 'update_subscription', resource: 'subscription', resourceId: subscription.id, newValue };
};

export const placeOrder: Task = (customer, at, random) => {
  const orderId = random.guid();
  const azure = random.chance(0.04);
  const product = azure ? AZURE_PLAN : random.pick(subscriptionsOf(customer)).product;
  const lines = [{ product, quantity: azure ? 1 : random.int(1, 12), subscriptionId: random.guid() }];
  const payload = orderPayload(customer, orderId, lines, at);
  return { at, customer, operation: 'create_order', resource: 'order', resourceId: orderId, ...payload };
};

export const updateBillingProfile: Task = (customer, at) => {
  const { BillingProfile: newValue } = Object(newCustomerPayload(customer).newValue) as { BillingProfile: object };
  return { at, customer, operation: 'update_customer_billing_profile', resource: 'customer', resourceId: customer.id, newValue };
};

export const setBudget: Task = (customer, at, random) => ({
  at, customer, operation: 'update_customer_spending_budget', resource: 'customer', resourceId: customer.id,
  newValue: budgetValue(random.int(5, 20) * 100),
});

export const showSoftwareKey: Task = (customer, at, random) => ({
  at, customer, operation: 'get_software_key', resource: 'software_key', resourceId: random.guid(),
  newValue: softwareKeyValue('Windows Server 2025 Standard'),
});

export const downloadSoftware: Task = (customer, at, random) => ({
  at, customer, operation: 'get_software_download_link', resource: 'software_download_link', resourceId: random.guid(),
});

export const updateDevice: Task = (customer, at, random) => ({
  at, customer, operation: 'device_updated', resource: 'device', resourceId: random.guid(),
  data: { DeviceSerial: `SN-${random.int(10_000, 99_999)}` },
});

export const updateReferral: Task = (customer, at, random) => ({
  at, customer, operation: random.chance(0.3) ? 'create_referral' : 'update_referral', resource: 'referral', resourceId: random.guid(),
});

export const readyInvoice: Task = (customer, at, random) => {
  const invoice = `G${String(random.int(1_000_000, 9_999_999)).padStart(9, '0')}`;
  return { at, customer, operation: 'ready_invoice', resource: 'invoice', resourceId: invoice, data: { InvoiceId: invoice } };
};

/** INVENTED operation and resource, in no list of Microsoft: the nightly noise a client must show raw. It has no customer. */
export const fetchPriceList = (at: bigint): Deed => ({
  at, operation: 'export_price_list', resource: 'price_list', newValue: { Market: 'DE', Timeline: 'current', SalesSku: 'updates' },
});

function personName(random: Random): string {
  return `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`;
}
