/** What stands in the queue. A payload is read back with these schemas: an older deployment may have written it. */
import { z } from 'zod';
import { DIMENSIONS, SORT_COLUMNS } from '../audit/dimensions.ts';
import { OUTPUTS } from '../command/words.ts';

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

const shapeSchema = z.strictObject({
  by: z.array(z.enum(DIMENSIONS)).readonly().exactOptional(),
  sort: z.strictObject({ column: z.enum(SORT_COLUMNS), direction: z.enum(['asc', 'desc']) }).readonly().exactOptional(),
  limit: z.int().positive().exactOptional(),
  as: z.enum(OUTPUTS).exactOptional(),
});

/** `[from, to)` is fixed when it was asked, and `zone` is the one its days are meant in. */
const questionShape = {
  command: z.string(),
  zone: z.string(),
  filter: filterSchema,
  shape: shapeSchema.exactOptional(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  clamped: z.boolean(),
};

/** 2: filters hold risk, category, application, text and what must not be. 3: jobs of several kinds, and shapes. */
const jobShape = { version: z.literal([1, 2, 3]), correlationId: z.string(), answerTo: placeSchema };

const jobSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('search'), ...questionShape, ...jobShape }),
  z.object({ kind: z.literal('compare'), ...questionShape, ...jobShape }),
  z.object({
    kind: z.literal('export'), format: z.enum(['csv', 'json', 'ndjson']), command: z.string(), zone: z.string(),
    /** An answer that is kept, or a search that is still to be read. */
    of: z.union([z.object({ resultId: z.string() }), z.object(questionShape)]),
    ...jobShape,
  }),
  z.object({ kind: z.literal('record'), id: z.string(), command: z.string(), zone: z.string(), ...jobShape }),
]);

/** What was understood, acknowledged, and waits for a worker. */
export type Job = z.infer<typeof jobSchema>;
export type JobOf<Kind extends Job['kind']> = Extract<Job, { kind: Kind }>;
export type SearchJob = JobOf<'search'>;

const questionSchema = z.object(questionShape);

/** A search with the span that it covers, as a worker reads it. */
export type Question = z.infer<typeof questionSchema>;

/** Where the answer to a job was to go, whatever else its payload holds. */
export function readAnswerPlace(payload: unknown): Job['answerTo'] | undefined {
  return z.object({ answerTo: placeSchema }).safeParse(payload).data?.answerTo;
}

/** Reads a job payload back. Undefined when it is of a form that this version does not know. */
export function readJob(payload: unknown): Job | undefined {
  return jobSchema.safeParse(withKind(payload)).data;
}

/** Before version 3 every job was a search and did not say so. */
function withKind(payload: unknown): unknown {
  return payload !== null && typeof payload === 'object' && !('kind' in payload) ? { ...payload, kind: 'search' } : payload;
}
