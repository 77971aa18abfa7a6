/** Who appears: a partner, its people, its applications and some forty customers, a few of them with trying names. */
import { createRandom } from './random.ts';

export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
}

export interface Person {
  readonly userPrincipalName: string;
  readonly part: string;
}

/** The partner of the published 2017 records. */
export const PARTNER_ID = 'aaaabbbb-0000-cccc-1111-dddd2222eeee';

export const SERVICE_ACCOUNT = 'svc-provisioning@partner.example';
/** The account that appears in the night of the unordered approval. */
export const NEW_ACCOUNT = 'support.desk7@partner.example';
export const ALICE = 'alice@partner.example';
export const ALAN = 'alan@partner.example';
export const BOB = 'bob@partner.example';
export const DANA = 'dana@partner.example';
export const EVE = 'eve@partner.example';

export const PEOPLE: readonly Person[] = [
  { userPrincipalName: SERVICE_ACCOUNT, part: 'the service account that does most of the work' },
  { userPrincipalName: ALICE, part: 'operations lead' },
  { userPrincipalName: BOB, part: 'orders; types 250 where 25 was meant' },
  { userPrincipalName: ALAN, part: 'admin agent whose account was taken over' },
  { userPrincipalName: DANA, part: 'help desk' },
  { userPrincipalName: EVE, part: 'leaves, and deletes users on the way out' },
  { userPrincipalName: NEW_ACCOUNT, part: 'nobody knows this account' },
];

/** Application ids as published: a GUID or a name. */
export const PORTAL = '4990cffe-04e8-4e8b-808a-1175604b879f';
export const FULFILLMENT = 'FulfillmentService';
export const NATIVE_APP = 'Partner Center Native App';
/** Invented: a vendor's automation. */
export const VENDOR_APP = '7c0ffee0-1a2b-4c3d-8e4f-5a6b7c8d9e0f';

export const RELECLOUD: Customer = { id: 'bbbb1b1b-cc2c-dd3d-ee4e-ffffff5f5f5f', name: 'Relecloud', domain: 'relecloud.example' };
/** The customer of the published 2016 record. */
const PUBLISHED_2016: Customer = { id: '49bd2a7e-0776-487d-99f6-e7536fb82049', name: 'Customer', domain: 'customer.example' };

const NAMES: readonly string[] = [
  'Fabrikam Inc', 'Fabrikam Residences', 'Northwind Traders', 'Wingtip Toys', 'Contoso GmbH & Co. KG', 'Last Mile Logistics',
  'Adatum Corporation', 'Adventure Works Cycles', 'Alpine Ski House', 'Bellows College', 'Best For You Organics',
  'City Power & Light', 'Coho Vineyard', 'Contoso Suites', 'Fourth Coffee', 'Graphic Design Institute', 'Humongous Insurance',
  'Lamna Healthcare', 'Litware Inc', 'Lucerne Publishing', "Margie's Travel", 'May Flowers Ltd', 'Nod Publishers',
  'Proseware Inc', 'School of Fine Art', 'Southridge Video', 'Tailspin Toys', 'Tailwind Traders', 'The Phone Company',
  'Trey Research', 'VanArsdel Ltd', 'Wide World Importers', 'Woodgrove Bank',
  '<!channel>', "O'Brien & Söhne GmbH", '*_~ Test', 'חברת הדוגמה בע״מ', '🚀 Lunar 👩‍🚀 Freight 🧊',
  // The override turns what follows around; a log that prints it raw shows another name than the one recorded.
  'Blue Yonder \u202eenilriA\u202c Shipping',
  'The Company of Merchants Trading into Places with Very Long Names '.repeat(4).slice(0, 199).trimEnd().padEnd(200, '.'),
];

const INVENTED: readonly Customer[] = NAMES.map((name, index) => {
  const letters = name.toLowerCase().replaceAll(/[^a-z]/g, '').slice(0, 20);
  return { id: createRandom(`customer ${index}`).guid(), name, domain: `${letters === '' ? `customer${index}` : letters}.example` };
});

/** Every customer of the story. */
export const CUSTOMERS: readonly Customer[] = [RELECLOUD, PUBLISHED_2016, ...INVENTED];

/** Customers about whom records may be invented at any time; the two published ones keep to themselves. */
export const BUSY_CUSTOMERS: readonly Customer[] = INVENTED;

/** Throws when the story has no customer of that name. */
export function customerNamed(name: string): Customer {
  const customer = CUSTOMERS.find((known) => known.name === name);
  if (customer === undefined) throw new Error(`no customer is called ${name}`);
  return customer;
}
