/** What stands in the queue. A payload is read back with these schemas: an older deployment may have written it. */
import { z } from 'zod';

const customerRef = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('id'), id: z.string() }),
  z.strictObject({ kind: z.literal('name'), name: z.string() }),
]);

const values = z.array(z.string()).readonly();

const valueShape = {
  customers: z.array(customerRef).readonly(),
  users: values,
  operations: values,
  resources: values,
  statuses: values,
  risks: z.array(z.enum(['low', 'medium', 'high'])).readonly().exactOptional(),
  categories: z.array(z.enum(['access', 'billing', 'configuration', 'identity', 'relationship'])).readonly().exactOptional(),
  applications: values.exactOptional(),
  texts: values.exactOptional(),
};
const excluded = {
  ...valueShape,
  customers: valueShape.customers.exactOptional(),
  users: values.exactOptional(),
  operations: values.exactOptional(),
  resources: values.exactOptional(),
  statuses: values.exactOptional(),
};

/** Strict: a condition that this version does not know must not be left out in silence. */
const filterSchema = z.strictObject({ ...valueShape, not: z.strictObject(excluded).exactOptional() });

const placeSchema = z.object({
  responseUrl: z.string(),
  openUntil: z.number(),
  userId: z.string(),
  channelId: z.string().exactOptional(),
});

const searchJobSchema = z.object({
  /** 2 since filters hold risk, category, application, text and what must not be. */
  version: z.literal([1, 2]),
  command: z.string(),
  zone: z.string(),
  filter: filterSchema,
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  clamped: z.boolean(),
  correlationId: z.string(),
  answerTo: placeSchema,
});

/** A search that was understood, acknowledged, and waits for a worker. `[from, to)` is fixed when it was asked. */
export type SearchJob = z.infer<typeof searchJobSchema>;

/** Where the answer to a job was to go, whatever else its payload holds. */
export function readAnswerPlace(payload: unknown): SearchJob['answerTo'] | undefined {
  return z.object({ answerTo: placeSchema }).safeParse(payload).data?.answerTo;
}

/** Reads a job payload back. Undefined when it is of a form that this version does not know. */
export function readSearchJob(payload: unknown): SearchJob | undefined {
  return searchJobSchema.safeParse(payload).data;
}
