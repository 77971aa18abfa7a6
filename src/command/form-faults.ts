/** What is wrong with a form, each fault at the field where it can be put right. */
import type { FilterKey } from '../audit/filter.ts';
import { resolveTime } from '../audit/time-range.ts';
import type { Mistake, ParseContext } from './command.ts';
import { EMPTY_FORM, printForm, type SearchForm } from './form.ts';
import { timeOfForm } from './form-time.ts';
import { tooOldCure } from './read-search.ts';
import { decode, MAX_KEPT_LENGTH, tokenise } from './tokens.ts';
import { FILTER_WORDS } from './words.ts';

/** Where a fault stands; the three parts of the time are fields of their own. */
export type FormField = Exclude<keyof SearchForm, 'time' | 'kept'> | keyof SearchForm['time'];

/** One fault, in a sentence or two. */
export interface FormFault {
  readonly field: FormField;
  readonly says: string;
}

/** The present, the zone in which the form's days are meant, and how far back one can ask. */
type Standpoint = Omit<ParseContext, 'known'>;

/** Every fault of a form, at most one for each field; none means that its command can be run. */
export function faultsOfForm(form: SearchForm, at: Standpoint): readonly FormFault[] {
  return [...peopleFaults(form), ...timeFaults(form, at), ...lengthFaults(form)];
}

function peopleFaults({ people }: SearchForm): readonly FormFault[] {
  const empty = people.find((person) => person.replace(/[*\s@.]/g, '') === '');
  if (empty === undefined) return [];
  return [{ field: 'people', says: `“${empty}” names nobody. Type a sign-in name or a part of one: alice@partner.example, *@partner.example or alice.` }];
}

function timeFaults({ time, kept }: SearchForm, at: Standpoint): readonly FormFault[] {
  const { span, from, to } = time;
  if (span && (from ?? to) !== undefined) return [{ field: 'span', says: 'A search has one time: clear this, or clear the days below.' }];
  const spec = timeOfForm(time);
  if (!spec) return [];
  const resolved = resolveTime(spec, at.now, kept.zone ?? at.zone, at.oldestDay);
  const first: FormField = from === undefined ? to === undefined ? 'span' : 'to' : 'from';
  const last: FormField = to === undefined ? first : 'to';
  switch (resolved.kind) {
    case 'range': return [];
    case 'reversed': return [{ field: last, says: 'This day lies before the first day. The earlier one comes first.' }];
    case 'future': return [{ field: first, says: 'That is in the future. The log ends now.' }];
    case 'too-old': return [{ field: last, says: tooOldCure(resolved.oldestDay, at) }];
  }
}

/** Fields whose values can be of any number or length. */
const LONG_FIELDS = ['texts', 'customers', 'people', 'operations', 'resources', 'statuses'] as const;

function lengthFaults(form: SearchForm): readonly FormFault[] {
  const length = lengthOf(form);
  if (length <= MAX_KEPT_LENGTH) return [];
  const cure = `The whole search has ${length} characters, and ${MAX_KEPT_LENGTH} are the most. Take something out here, or ask in several searches.`;
  return [{ field: longestField(form), says: cure }];
}

/** The field without which the command would be shortest. */
function longestField(form: SearchForm): FormField {
  const [longest] = LONG_FIELDS.map((field) => ({ field, length: lengthOf({ ...EMPTY_FORM, [field]: form[field] }) })).toSorted((a, b) => b.length - a.length);
  return longest?.field ?? 'texts';
}

function lengthOf(form: SearchForm): number {
  return decode(printForm(form)).length;
}

/** The field at which a mistake in the command of a form can be put right. */
export function faultOfMistake(mistake: Mistake, form: SearchForm): FormFault {
  const { says, cure } = mistake;
  return { field: fieldOf(mistake, form), says: `${says} ${cure}`.replaceAll('`', '') };
}

function fieldOf(mistake: Mistake, form: SearchForm): FormField {
  switch (mistake.code) {
    case 'E_CUSTOMER_UNKNOWN': case 'E_BAD_GUID': return 'customers';
    case 'E_BAD_USER': return 'people';
    case 'E_RANGE_FUTURE': case 'E_RANGE_REVERSED': case 'E_RANGE_TOO_OLD': case 'E_DATE_INVALID': case 'E_DATE_AMBIGUOUS': case 'E_UNIT':
      return form.time.to === undefined ? form.time.from === undefined ? 'span' : 'from' : 'to';
    case 'E_TOO_LONG': return longestField(form);
    default: return fieldAt(mistake);
  }
}

const FIELDS: Partial<Record<FilterKey, FormField>> = { customer: 'customers', user: 'people', operation: 'operations', resource: 'resources', status: 'statuses', risk: 'risks', text: 'texts' };

/** The field whose word stands last before the place of a mistake. */
function fieldAt({ text, at }: Mistake): FormField {
  const before = tokenise(text.slice(0, at?.to)).tokens.filter(({ kind }) => kind === 'word');
  const key = before.flatMap(({ word }) => FILTER_WORDS.get(word) ?? []).at(-1);
  return (key && FIELDS[key]) ?? 'by';
}
