/** Where the parts of an answer stand in Redis. No key holds a name from a record: keys appear in traces. */

/** Records in one compressed chunk: a page of a list touches one or two. */
export const RECORDS_PER_CHUNK = 128;
/** Numbers in one block of the order, four bytes each. */
export const ORDER_BLOCK = 4_096;

export interface ResultKeys {
  facts(id: string): string;
  chunk(id: string, chunk: number): string;
  order(id: string, block: number): string;
  /** The days of the copy that the answer refers to. */
  days(id: string): string;
  plan(planKey: string): string;
  question(id: string): string;
  /** Whose answer it is. */
  readers(id: string): string;
  /** Answers by when they were kept. */
  readonly byAge: string;
  /** What each answer takes: its bytes, and the keys to delete. */
  readonly sizes: string;
}

/** Where answers stand in Redis. */
export function createResultKeys(prefix: string): ResultKeys {
  return {
    facts: (id) => `${prefix}:result:${id}:facts`,
    chunk: (id, chunk) => `${prefix}:result:${id}:chunk:${chunk}`,
    order: (id, block) => `${prefix}:result:${id}:order:${block}`,
    days: (id) => `${prefix}:result:${id}:days`,
    plan: (planKey) => `${prefix}:result-of:${planKey}`,
    question: (id) => `${prefix}:question:${id}`,
    readers: (id) => `${prefix}:readers:${id}`,
    byAge: `${prefix}:results`,
    sizes: `${prefix}:result-sizes`,
  };
}
