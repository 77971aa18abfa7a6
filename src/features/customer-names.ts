/** Names of customers that are asked for by id, for whoever reads what was asked. */

/** By ids in lower case; only of those that are known. */
export type CustomerNames = Readonly<Record<string, string>>;

const CUSTOMER_ID = /(?<![\w-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])/gi;

/** Whatever in some texts may be the id of a customer, in lower case. */
export function idsIn(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => text.match(CUSTOMER_ID) ?? []).map((id) => id.toLowerCase()));
}
