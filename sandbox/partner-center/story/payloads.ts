/** Values in the shapes of the published records: orders, licences, new customers. */
import { rawOfTicks } from '../ticks.ts';
import type { Customer } from './cast.ts';
import type { Product } from './products.ts';

export interface Payload {
  readonly newValue: unknown;
  readonly data: Readonly<Record<string, string | null>>;
}

export interface OrderLine {
  readonly product: Product;
  readonly quantity: number;
  readonly subscriptionId: string | null;
}

/** An order with the keys of the published samples; `at` in ticks. */
export function orderPayload(customer: Customer, orderId: string, lines: readonly OrderLine[], at: bigint): Payload {
  const cycle = lines[0]?.product.cycle ?? 'none';
  const self = `/customers/${customer.id}/orders/${orderId}`;
  const newValue = {
    Id: orderId,
    AlternateId: orderId.slice(0, 12),
    ReferenceCustomerId: customer.id,
    BillingCycle: cycle,
    CurrencyCode: 'EUR',
    LineItems: lines.map((line, number) => lineItem(customer, line, number)),
    CreationDate: rawOfTicks(at),
    Status: 'completed',
    TransactionType: 'UserPurchase',
    Links: { Self: { Uri: self, Method: 'GET', Headers: [] } },
    Client: { Name: 'Partner Center Web' },
    Attributes: { Etag: Buffer.from(`{"id":"${orderId}","version":1}`).toString('base64'), ObjectType: 'Order' },
  };
  // The casing differs from the value on purpose: published records say "none" there and "None" here.
  const head = { OrderId: orderId, AlternateId: orderId.slice(0, 12), BillingCycle: cycle.charAt(0).toUpperCase() + cycle.slice(1) };
  return { newValue, data: { ...head, ...Object.fromEntries(lines.flatMap(lineData)) } };
}

function lineItem(customer: Customer, { product, quantity, subscriptionId }: OrderLine, number: number) {
  return {
    LineItemNumber: number,
    OfferId: product.offerId,
    SubscriptionId: subscriptionId,
    ParentSubscriptionId: null,
    ...(product.term !== undefined && { TermDuration: product.term, TransactionType: 'New' }),
    FriendlyName: product.name,
    Quantity: quantity,
    PartnerIdOnRecord: null,
    ...(subscriptionId !== null && {
      Links: { Subscription: { Uri: `/customers/${customer.id}/subscriptions/${subscriptionId}`, Method: 'GET', Headers: [] } },
    }),
  };
}

function lineData({ product, quantity, subscriptionId }: OrderLine, number: number): [string, string | null][] {
  return [
    [`OfferId-${number}`, product.offerId],
    [`SubscriptionId-${number}`, subscriptionId],
    [`SubscriptionName-${number}`, product.name],
    [`Quantity-${number}`, String(quantity)],
    [`PartnerOnRecord-${number}`, null],
  ];
}

/** Licences given to a user; `RemovedLicenseSkuId` is a guess by the published `AddedLicenseSkuId`. */
export function licensePayload(userId: string, added: string | null, removed: string | null): Payload {
  return {
    newValue: {
      LicensesToAssign: added === null ? null : [{ ExcludedPlans: null, SkuId: added }],
      LicensesToRemove: removed === null ? null : [removed],
      LicenseWarnings: [],
      Attributes: { ObjectType: 'LicenseUpdate' },
    },
    data: {
      CustomerUserId: userId,
      ...(added !== null && { AddedLicenseSkuId: added }),
      ...(removed !== null && { RemovedLicenseSkuId: removed }),
    },
  };
}

/** A customer as the SDK's model and the published extra data have it; the password is blank, as in the sample. */
export function newCustomerPayload(customer: Customer): Payload {
  return {
    newValue: {
      Id: customer.id,
      CommerceId: customer.id,
      CompanyProfile: { TenantId: customer.id, Domain: customer.domain, CompanyName: customer.name },
      BillingProfile: {
        FirstName: 'Sam', LastName: 'Sample', Email: `billing@${customer.domain}`, CompanyName: customer.name,
        DefaultAddress: { Country: 'DE', City: 'Musterstadt', AddressLine1: 'Example Road 1', PostalCode: '00000', PhoneNumber: '555 0100' },
      },
      RelationshipToPartner: 'reseller',
      AllowDelegatedAccess: true,
      UserCredentials: { UserName: 'admin', Password: '' },
      Attributes: { ObjectType: 'Customer' },
    },
    data: { PrimaryDomainName: customer.domain, Relationship: 'Reseller' },
  };
}
