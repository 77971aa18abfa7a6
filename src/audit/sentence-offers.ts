/** What a record about an order, a subscription, a licence or money says, as a clause. */
import { customizedOf, fieldsIn, itemsIn, newValueOf, offerLines, scalar, textIn } from './sentence-facts.ts';
import { linesInWords, quantityInWords, type Clause, type Teller } from './sentence-words.ts';

/** Licences that a sentence names; the rest is counted. */
const LICENCES_NAMED = 2;

/** Undefined where the record holds too little for more than its label. */
export const OFFER_CLAUSES: Readonly<Record<string, Clause>> = {
  create_order: orderPlaced,
  update_order: orderChanged,
  update_subscription: subscriptionSet,
  update_customer_user_licenses: licencesChanged,
  update_sfb_customer_user_licenses: licencesChanged,
  update_customer_spending_budget: budgetSet,
};

function orderPlaced({ record, short, ofCustomer }: Teller): string | undefined {
  const lines = offerLines(record);
  return lines.length === 0 ? undefined : `${linesInWords(lines, short)} ordered${ofCustomer('for')}`;
}

function orderChanged({ record, short, ofCustomer }: Teller): string | undefined {
  const lines = offerLines(record);
  return lines.length === 0 ? undefined : `Order${ofCustomer('for')} changed: ${linesInWords(lines, short)}`;
}

function subscriptionSet({ record, short, ofCustomer }: Teller): string | undefined {
  const [line] = offerLines(record);
  const status = textIn(newValueOf(record), 'status');
  const isPlain = status === undefined || status.toLowerCase() === 'active';
  const set = [
    ...(isPlain ? [] : [`status ${short(status)}`]),
    ...(line?.quantity === undefined ? [] : [quantityInWords(short(line.quantity), line)]),
  ];
  if (line === undefined || set.length === 0) return undefined;
  return `${line.name === undefined ? 'Subscription' : short(line.name)}${ofCustomer('for')} set to ${set.join(' and ')}`;
}

function licencesChanged({ record, short, ofCustomer }: Teller): string | undefined {
  const [value, data] = [newValueOf(record), customizedOf(record)];
  const added = skusIn(itemsIn(value, 'licensestoassign'), textIn(data, 'addedlicenseskuid'));
  const removed = skusIn(itemsIn(value, 'licensestoremove'), textIn(data, 'removedlicenseskuid'));
  const user = textIn(data, 'customeruserid');
  if (user === undefined && added.length + removed.length === 0) return undefined;
  const whom = user === undefined ? `a user${ofCustomer('of')}` : `user ${short(user)}${ofCustomer('of')}`;
  if (added.length + removed.length === 0) return `Licences changed for ${whom}`;
  const parts = [...named(added, 'assigned to', whom, short), ...named(removed, 'removed from', added.length > 0 ? 'the same user' : whom, short)];
  const clause = parts.join(', ');
  return clause.slice(0, 1).toUpperCase() + clause.slice(1);
}

/** `{SkuId}` objects or bare ids in the value; one id in customized data. */
function skusIn(items: readonly unknown[], single: string | undefined): readonly string[] {
  const ids = items.flatMap((item) => scalar(item) ?? textIn(fieldsIn(item), 'skuid') ?? []);
  return ids.length > 0 || single === undefined ? ids : [single];
}

function named(skus: readonly string[], done: string, whom: string, short: (text: string) => string): readonly string[] {
  if (skus.length === 0) return [];
  const shown = skus.slice(0, LICENCES_NAMED).map(short).join(', ');
  const more = skus.length > LICENCES_NAMED ? ` and ${skus.length - LICENCES_NAMED} more` : '';
  return [`${skus.length === 1 ? 'licence' : 'licences'} ${shown}${more} ${done} ${whom}`];
}

function budgetSet({ record, short, ofCustomer }: Teller): string | undefined {
  const value = newValueOf(record);
  const amount = textIn(value, 'amount');
  if (amount === undefined) return value.get('amount') === null ? `Azure budget${ofCustomer('of')} set to no amount` : undefined;
  const currency = textIn(value, 'currencycode');
  return `Azure budget${ofCustomer('of')} set to ${[amount, ...(currency === undefined ? [] : [currency])].map(short).join(' ')}`;
}
