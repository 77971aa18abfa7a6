/** What is sold. Product and SKU ids follow the public price list; every availability id (the third part) is invented. */
import type { Customer } from './cast.ts';
import { createRandom } from './random.ts';

export interface Product {
  /** `product:sku:availability` for new commerce, a GUID for a legacy offer. */
  readonly offerId: string;
  readonly name: string;
  /** Absent on legacy offers and on Azure plans. */
  readonly term?: 'P1M' | 'P1Y' | 'P3Y';
  readonly cycle: string;
  readonly licenseSku: string;
}

export const BUSINESS_PREMIUM: Product = {
  offerId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0SB01', name: 'Microsoft 365 Business Premium', term: 'P1Y', cycle: 'monthly',
  licenseSku: 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46',
};

export const AZURE_PLAN: Product = {
  offerId: 'DZH318Z0BPS6:0001:DZH318Z0SB02', name: 'Azure plan', cycle: 'monthly', licenseSku: '00000000-0000-0000-0000-000000000000',
};

const PRODUCTS: readonly Product[] = [
  BUSINESS_PREMIUM,
  { ...BUSINESS_PREMIUM, offerId: 'CFQ7TTC0LCHC:0002:CFQ7TTC0SB03', term: 'P1M' },
  {
    offerId: 'CFQ7TTC0LDPB:0001:CFQ7TTC0SB04', name: 'Microsoft 365 Business Standard', term: 'P1Y', cycle: 'monthly',
    licenseSku: 'f245ecc8-75af-4f8e-b61f-27d8114de5f3',
  },
  {
    offerId: 'CFQ7TTC0LH18:0001:CFQ7TTC0SB05', name: 'Microsoft 365 Business Basic', term: 'P1M', cycle: 'monthly',
    licenseSku: '3b555118-da6a-4418-894f-7df1e2096870',
  },
  {
    offerId: 'CFQ7TTC0LFLX:0001:CFQ7TTC0SB06', name: 'Microsoft 365 E3', term: 'P1Y', cycle: 'annual',
    licenseSku: '05e9a617-0261-4cee-bb44-138d3ef5d965',
  },
  // A legacy offer, as in the published record of 2016.
  { offerId: '5C9FD4CC-EDCE-44A8-8E91-07DF09744609', name: 'Office 365 Business', cycle: 'monthly', licenseSku: 'cdd28e44-67e3-425e-be4c-737fab2899d3' },
];

export interface Subscription {
  readonly id: string;
  readonly orderId: string;
  readonly product: Product;
  /** What the customer has on an ordinary day. */
  readonly seats: number;
}

/** The same one to three subscriptions for a customer, whenever asked. */
export function subscriptionsOf(customer: Customer): readonly [Subscription, ...Subscription[]] {
  const random = createRandom(`subscriptions of ${customer.id}`);
  const one = (): Subscription => ({ id: random.guid(), orderId: random.guid(), product: random.pick(PRODUCTS), seats: random.int(4, 60) });
  return [one(), ...Array.from({ length: random.int(0, 2) }, one)];
}
