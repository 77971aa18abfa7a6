/** What Slack sends of a search form: its fields as they were filled in, and what was kept with it. All of it is hostile. */
import { z } from 'zod';
import { DIMENSIONS } from '../../audit/dimensions.ts';
import { isDay } from '../../audit/dates.ts';
import type { CustomerRef } from '../../audit/filter.ts';
import { isGuid } from '../../audit/filter.ts';
import type { Condition, ParseContext } from '../../command/command.ts';
import { asTyped, printKept, readKept, type SearchForm } from '../../command/form.ts';
import type { FormField } from '../../command/form-faults.ts';
import { readSpan, type FormTime } from '../../command/form-time.ts';
import type { AnswerPlace } from '../../features/answer-ports.ts';
import { placeAsMetadata } from '../response-place.ts';

const chosen = z.object({ value: z.string() });
const element = z.object({
  selected_options: z.array(chosen).optional().catch(undefined),
  selected_option: chosen.nullish().catch(undefined),
  selected_date: z.string().nullish().catch(undefined),
  value: z.string().nullish().catch(undefined),
});
const stateValues = z.record(z.string(), z.record(z.string(), element));

/** What stays with an open form: where its button was pressed, and what no field of it shows. */
export function formMetadata(place: AnswerPlace, kept: Condition): string {
  return JSON.stringify({ ...JSON.parse(placeAsMetadata(place)) as object, kept: printKept(kept) });
}

const metadata = z.object({ kept: z.string() });

/** Reads a form that was sent off; undefined when an older version of this program opened it. */
export function readFormState(values: unknown, privateMetadata: string, context: ParseContext): SearchForm | undefined {
  const state = stateValues.safeParse(values).data;
  const held = metadata.safeParse(parsed(privateMetadata)).data;
  const kept = held && readKept(held.kept, context);
  if (!state || !kept) return undefined;
  const at = (name: FormField) => Object.values(state[name] ?? {})[0];
  const many = (name: FormField): readonly string[] => (at(name)?.selected_options ?? []).map(({ value }) => value);
  const time = readTime({ span: at('span')?.selected_option?.value, from: at('from')?.selected_date, to: at('to')?.selected_date }, context);
  return time && {
    customers: many('customers').map(readCustomer),
    people: many('people').map(asTyped), operations: many('operations').map(asTyped), resources: many('resources').map(asTyped), statuses: many('statuses').map(asTyped),
    risks: (['low', 'medium', 'high'] as const).filter((risk) => many('risks').includes(risk)),
    by: many('by').flatMap((word) => DIMENSIONS.find((dimension) => dimension === word) ?? []),
    texts: (at('texts')?.value ?? '').split('\n').map(asTyped).filter((text) => text !== ''),
    time, kept,
  };
}

interface TimeState {
  readonly span: string | undefined;
  readonly from: string | null | undefined;
  readonly to: string | null | undefined;
}

/** Undefined where a chosen span is none that this version knows: it must not become the default. */
function readTime({ span, from, to }: TimeState, context: ParseContext): FormTime | undefined {
  const spec = span === undefined ? undefined : readSpan(span, context);
  if (span !== undefined && !spec) return undefined;
  return { ...(spec && { span: spec }), ...(from && isDay(from) && { from }), ...(to && isDay(to) && { to }) };
}

/** The value of a choice, as `customerValue` wrote it. */
function readCustomer(value: string): CustomerRef {
  const id = value.startsWith('id:') ? value.slice('id:'.length) : '';
  return isGuid(id) ? { kind: 'id', id } : { kind: 'name', name: asTyped(value.replace(/^name:/, '')) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
