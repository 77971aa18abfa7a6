/** What a record about a customer, a person or an access relationship says, as a clause. */
import { customizedOf, fieldsIn, itemsIn, newValueOf, scalar, textIn, type Fields } from './sentence-facts.ts';
import type { Clause, Teller } from './sentence-words.ts';

/** Roles that a sentence names; the rest is counted. */
const ROLES_NAMED = 3;

/** Undefined where the record holds too little for more than its label. */
export const ACCESS_CLAUSES: Readonly<Record<string, Clause>> = {
  add_customer: customerAdded,
  delete_customer: ({ customer }) => customer && `${customer} deleted as a customer`,
  remove_partner_customer_relationship: ({ customer }) => customer && `Reseller relationship with ${customer} removed`,
  create_customer_user: user('created'),
  delete_customer_user: user('deleted'),
  update_customer_user: user('changed'),
  restore_customer_user: user('restored'),
  reset_customer_user_password: passwordReset,
  update_customer_user_principal_name: user('changed'),
  create_partner_user: partnerUser('created'),
  update_partner_user: partnerUser('changed'),
  remove_partner_user: partnerUser('removed'),
  granular_admin_relationship_approved: byCustomer('GDAP relationship', 'approved'),
  dap_admin_relationship_approved: byCustomer('DAP relationship', 'approved'),
  reseller_relationship_accepted_by_customer: byCustomer('Reseller relationship', 'accepted'),
  granular_admin_relationship_activated: relationship('activated'),
  granular_admin_relationship_terminated: relationship('terminated'),
  granular_admin_relationship_expired: relationship('expired'),
  granular_admin_access_assignment_created: assignment('created'),
  granular_admin_access_assignment_updated: assignment('changed'),
  granular_admin_access_assignment_deleted: assignment('removed'),
  granular_admin_access_assignment_activated: assignment('activated'),
};

/** Operations that are the customer's own act, whoever stands in the record: nobody at the partner did them. */
export const BY_CUSTOMER: ReadonlySet<string> = new Set([
  'granular_admin_relationship_approved', 'dap_admin_relationship_approved', 'reseller_relationship_accepted_by_customer',
]);

function customerAdded({ record, short, customer }: Teller): string | undefined {
  const data = customizedOf(record);
  const profile = fieldsIn(newValueOf(record).get('companyprofile'));
  const domain = textIn(data, 'primarydomainname') ?? textIn(profile, 'domain');
  const name = customer ?? shortened(textIn(profile, 'companyname'), short);
  const relationship_ = textIn(data, 'relationship');
  const who = name === undefined || domain === undefined ? name ?? shortened(domain, short) : `${name} (${short(domain)})`;
  return who && `${who} added as a customer${relationship_ === undefined ? '' : `, relationship ${short(relationship_)}`}`;
}

function shortened(text: string | undefined, short: (text: string) => string): string | undefined {
  return text === undefined ? undefined : short(text);
}

/** By sign-in name, display name or id: whichever the record has first. */
function personIn(value: Fields, data: Fields): string | undefined {
  return textIn(value, 'userprincipalname', 'displayname') ?? textIn(value, 'id') ?? textIn(data, 'customeruserid');
}

function user(done: string): Clause {
  return ({ record, short, ofCustomer }) => {
    const person = personIn(newValueOf(record), customizedOf(record));
    return person && `User ${short(person)}${ofCustomer('of')} ${done}`;
  };
}

function passwordReset({ record, short, ofCustomer }: Teller): string | undefined {
  const person = personIn(newValueOf(record), customizedOf(record));
  return person && `Password of user ${short(person)}${ofCustomer('of')} reset`;
}

function partnerUser(done: string): Clause {
  return ({ record, short }) => {
    const value = newValueOf(record);
    const person = textIn(value, 'userprincipalname', 'displayname', 'id');
    const roles = itemsIn(value, 'roles').flatMap((role) => scalar(role) ?? textIn(fieldsIn(role), 'name') ?? []);
    const named = roles.slice(0, ROLES_NAMED).map(short).join(', ');
    const more = roles.length > ROLES_NAMED ? ` and ${roles.length - ROLES_NAMED} more` : '';
    return person && `Partner user ${short(person)} ${done}${roles.length === 0 ? '' : `, roles ${named}${more}`}`;
  };
}

function byCustomer(what: string, done: string): Clause {
  return ({ ofCustomer }) => `${what}${ofCustomer('with')} ${done} on the customer's side`;
}

function relationship(done: string): Clause {
  return ({ ofCustomer }) => `GDAP relationship${ofCustomer('with')} ${done}`;
}

function assignment(done: string): Clause {
  return ({ record, ofCustomer }) => {
    const roles = itemsIn(fieldsIn(newValueOf(record).get('accessdetails')), 'unifiedroles').length;
    const count = roles === 0 ? '' : ` of ${roles} ${roles === 1 ? 'role' : 'roles'}`;
    return `GDAP role assignment${count}${ofCustomer('for')} ${done}`;
  };
}
