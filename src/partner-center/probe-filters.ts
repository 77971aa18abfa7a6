/** The questions about filters and single records that no document answers. */
import type { ServerFilter } from '../audit/query.ts';
import type { AuditRecord } from '../audit/record.ts';
import { askFor, verdict, type Probe, type Question } from './probe-questions.ts';
import { describeReply, type Reply } from './probe-reply.ts';
import { resourceOfTwoWords, SAMPLE_SIZE, type Sample } from './probe-sample.ts';

export const FILTER_QUESTIONS: readonly Question[] = [
  { title: 'Does `ResourceType` take the snake_case of the records?', put: askSnakeCase },
  { title: 'Do compound filters work?', put: askCompound },
  { title: 'By which routes is a single record read?', put: askById },
];

interface Condition {
  readonly Field: ServerFilter['field'];
  readonly Value: string;
  readonly Operator: string;
}

async function askSnakeCase(probe: Probe, sample: Sample): Promise<void> {
  const { snake, pascal } = resourceOfTwoWords(sample);
  const ask = (value: string, form: string): Promise<Reply> => askFor(probe, sample.window, SAMPLE_SIZE, {
    condition: byResource(value), named: `ResourceType equals (a type of several words, ${form})`,
  });
  const expected = await ask(pascal, 'PascalCase');
  probe.tell(`${describeReply(expected)}${verdict(filterVerdict(expected, isOf(snake)))}`);
  const reply = await ask(snake, 'snake_case');
  probe.tell(`${describeReply(reply)}${verdict(filterVerdict(reply, isOf(snake)))}`);
}

/** The SDK's CompoundFieldFilter, which nothing documents for audit records. */
async function askCompound(probe: Probe, sample: Sample): Promise<void> {
  const { snake, pascal } = resourceOfTwoWords(sample);
  const byName: Condition = { Field: 'CompanyName', Value: 'a', Operator: 'substring' };
  const reply = await askFor(probe, sample.window, SAMPLE_SIZE, {
    condition: { LeftFilter: byResource(pascal), RightFilter: byName, Operator: 'and' },
    named: '{LeftFilter: ResourceType equals …, RightFilter: CompanyName substring "a", Operator: and}',
  });
  const isBoth = (record: AuditRecord): boolean => isOf(snake)(record) && (record.customerName ?? '').toLowerCase().includes('a');
  probe.tell(`${describeReply(reply)}${verdict(filterVerdict(reply, isBoth))}`);
}

async function askById(probe: Probe, { records }: Sample): Promise<void> {
  const id = records.find((record) => record.id)?.id;
  for (const route of ['/auditactivity/v1/auditrecords', '/v1/auditrecords']) {
    if (id === undefined) return probe.tell('not asked: no record of the month has an id');
    const reply = await probe.ask(`${route}/{id}`, { url: `${probe.apiUrl}${route}/${encodeURIComponent(id)}`, headers: {} });
    probe.tell(`${describeReply(reply)}${verdict(reply.status === 200 ? recordVerdict(reply, id) : '')}`);
  }
}

function byResource(value: string): Condition {
  return { Field: 'ResourceType', Value: value, Operator: 'equals' };
}

function isOf(resource: string): (record: AuditRecord) => boolean {
  return ({ resourceType }) => resourceType.toLowerCase() === resource;
}

/** An answer of 200 may still have passed over the filter. */
function filterVerdict({ status, page }: Reply, fits: (record: AuditRecord) => boolean): string {
  if (!page) return status === 400 ? 'refused' : '';
  if (page.records.length === 0) return 'accepted, finds nothing';
  return page.records.every(fits) ? 'works' : 'accepted, but not applied';
}

function recordVerdict({ json, page }: Reply, id: string): string {
  if (page) return 'a list instead of a record';
  if (json === null) return 'no such record, though it is listed';
  const isSame = typeof json === 'object' && json !== null && 'id' in json && json.id === id;
  return isSame ? 'the record' : 'something else than the record';
}
