/** What stands in the queue. A payload is read back with these schemas: an older deployment may have written it. */
import { z } from 'zod';

const customerRef = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('id'), id: z.string() }),
  z.strictObject({ kind: z.literal('name'), name: z.string() }),
]);

const values = z.array(z.string()).readonly();

const filterSchema = z.strictObject({
  customers: z.array(customerRef).readonly(),
  users: values,
  operations: values,
  resources: values,
  statuses: values,
});

const placeSchema = z.object({
  responseUrl: z.url(),
  openUntil: z.number(),
  userId: z.string(),
  channelId: z.string().exactOptional(),
});

const searchJobSchema = z.object({
  version: z.literal(1),
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

/** Reads a job payload back. Undefined when it is of a form that this version does not know. */
export function readSearchJob(payload: unknown): SearchJob | undefined {
  return searchJobSchema.safeParse(payload).data;
}
