/** What people say was done, and the operations of the log that they mean by it. */

type Deeds = Readonly<Record<string, string>>;

const LICENCES = 'update_*_licenses';

/** By what it was done to; a verb that is missing here means its operations whatever they were done to. */
const BY_THING: Readonly<Record<string, Deeds>> = {
  user: { created: 'create_customer_user', added: 'create_customer_user', deleted: 'delete_customer_user', removed: 'delete_customer_user', changed: 'update_customer_user', restored: 'restore_customer_user' },
  customer: { created: 'add_customer', added: 'add_customer', deleted: 'delete_customer', removed: 'delete_customer, remove_partner_customer_relationship' },
  order: { created: 'create_order', placed: 'create_order', made: 'create_order', changed: 'update_order' },
  password: { reset: 'reset_customer_user_password', changed: 'reset_customer_user_password' },
  subscription: { changed: 'update_subscription', upgraded: 'upgrade_subscription', cancelled: 'update_subscription', suspended: 'update_subscription' },
  application: { created: 'register_application', registered: 'register_application' },
  license: { assigned: LICENCES, added: LICENCES, removed: LICENCES, deleted: LICENCES, changed: LICENCES },
  gdap: { approved: 'granular_admin_relationship_approved', terminated: 'granular_admin_relationship_terminated*', removed: 'granular_admin_relationship_terminated*', expired: 'granular_admin_relationship_expired' },
};

const BY_DEED: Deeds = {
  deleted: 'delete_*, remove_*, *_deleted', removed: 'delete_*, remove_*, *_deleted',
  created: 'create_*, *_created', added: 'add_*, create_*', approved: '*_approved',
  ordered: 'create_order', assigned: `${LICENCES}, add_user_member`, reset: 'reset_*', cancelled: 'update_subscription, cancel_credit',
};

/** Other words for the same, and their present. */
const SAME: Readonly<Record<string, string>> = {
  delete: 'deleted', remove: 'removed', create: 'created', add: 'added', approve: 'approved', assign: 'assigned', bought: 'ordered', purchased: 'ordered', canceled: 'cancelled', updated: 'changed',
};

/** What was done, and what it was done to, as regular expressions. */
export const DEEDS = [...new Set([...Object.values(BY_THING).flatMap((deeds) => Object.keys(deeds)), ...Object.keys(BY_DEED), ...Object.keys(SAME)])].join('|');
export const THINGS = [...Object.keys(BY_THING), 'licence'].join('|');

/** The filter of a deed done to a thing. */
export function operationOf(deed: string, thing: string): string | undefined {
  const operation = BY_THING[thing.toLowerCase().replace('licence', 'license')]?.[pastOf(deed)];
  return operation && `op ${operation}`;
}

/** The filter of a deed, whatever it was done to. */
export function operationsOf(deed: string): string | undefined {
  const operations = BY_DEED[pastOf(deed)];
  return operations && `op ${operations}`;
}

function pastOf(deed: string): string {
  const word = deed.toLowerCase();
  return SAME[word] ?? word;
}
