/** The search form as a modal. Its fields are read back by `search-form-state.ts`. */
import type { AnyBlock, InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { DIMENSIONS } from '../../audit/dimensions.ts';
import type { CustomerRef } from '../../audit/filter.ts';
import { operationOf, RESOURCES, resourceOf, STATUSES, statusLabel } from '../../audit/operations.ts';
import { keepsSomething, printKept, type SearchForm } from '../../command/form.ts';
import type { FormField } from '../../command/form-faults.ts';
import { SPANS } from '../../command/form-time.ts';
import { printTime } from '../../command/print-time.ts';
import { decode } from '../../command/tokens.ts';
import type { CustomerNames } from '../../features/customer-names.ts';
import type { FormRefused, FormToFill } from '../../features/open-form.ts';
import type { AnswerPlace } from '../../features/answer-ports.ts';
import { equalCommand } from '../../features/submit-form.ts';
import { customerValue, type Choice } from '../../features/suggest-values.ts';
import { greyLine, plainParagraph } from './elements.ts';
import { refusedBlocks } from './home-refused.ts';
import { withNames } from './named-customers.ts';
import { formMetadata } from './search-form-state.ts';
import { LIMITS, plain, shortened } from './text.ts';

/** Names the form in what Slack sends; the number goes up whenever a field changes its form. */
export const SEARCH_FORM_ID = 'audit1-search-form';
/** Action ids of our fields are this and the field's name; no button's id begins with it. */
export const FIELD_ID_PREFIX = 'audit1-field.';
/** The line that says which command the fields equal. */
const EQUALS = 'equals';
/** Where the answer goes: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#conversations_select */
const ANSWER_IN = 'answer-in';

const TITLE = 'Search the audit log';
const MOST_GROUPS = 2;
/** A note longer than this would push the fields off the screen. */
const NOTE_LIMIT = 600;
const LONGEST_TEXT = 3_000;

/** What Slack sends of the form while it is open. */
export interface OpenForm {
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly blocks: readonly AnyBlock[];
}

/** The form, filled in; `place` is where its button was pressed, and stays with it. */
export function searchFormView(screen: FormToFill, place: AnswerPlace): ModalView {
  const { form, names } = screen;
  return {
    type: 'modal', callback_id: SEARCH_FORM_ID, private_metadata: formMetadata(place, form.kept),
    title: plain(TITLE, LIMITS.title), submit: plain('Search', LIMITS.title), close: plain('Close', LIMITS.title),
    blocks: [...notes(screen), ...whoAndWhat(form, names), ...when(form), ...howAndWhere(form), equals(equalCommand(form), Object.fromEntries([...names].map(([id, name]) => [id.toLowerCase(), name])))],
  };
}

/** The open form, with another command under its fields; what was filled in stays, since Slack keeps it by the fields' ids. */
export function withCommand({ callback_id, private_metadata, blocks }: OpenForm, command: string, names?: CustomerNames): ModalView {
  return {
    type: 'modal', callback_id, private_metadata,
    title: plain(TITLE, LIMITS.title), submit: plain('Search', LIMITS.title), close: plain('Close', LIMITS.title),
    blocks: blocks.map((block) => (block.block_id === EQUALS ? equals(command, names) : block)),
  };
}

function equals(command: string, names?: CustomerNames): KnownBlock {
  return { ...greyLine(shortened(`These fields equal the command: ${withNames(decode(command), names)}`, LIMITS.section)), block_id: EQUALS };
}

/** What stands in place of the form for somebody who may not use the bot. */
export function refusedFormView(screen: FormRefused): ModalView {
  return withoutForm(refusedBlocks(screen));
}

/** What stands in place of a form that was opened by another version of this program. */
export function outdatedFormView(): ModalView {
  return withoutForm([plainParagraph('This form is from another version of me, so nothing was run. Close it and open it again.')]);
}

function withoutForm(blocks: readonly KnownBlock[]): ModalView {
  return { type: 'modal', title: plain(TITLE, LIMITS.title), close: plain('Close', LIMITS.title), blocks: [...blocks] };
}

/** An option as Slack takes it. Labels may be any customer's name. */
export function option({ value, label, detail }: Choice): PlainTextOption {
  return { text: plain(label, LIMITS.button), value, ...(detail !== undefined && { description: plain(detail, LIMITS.button) }) };
}

function notes({ form: { kept }, notUnderstood, verb, forgotten }: FormToFill): readonly KnownBlock[] {
  return [
    ...(notUnderstood === undefined ? [] : [plainParagraph(cut(`Not understood, so left out here: ${notUnderstood}`))]),
    ...(verb === undefined ? [] : [plainParagraph(`This form only searches, so “${verb}” is left out here.`)]),
    ...(forgotten ? [plainParagraph('What this answer was asked for is no longer remembered, so the form is empty.')] : []),
    ...(keepsSomething(kept) ? [plainParagraph(cut(`Also part of this search, though no field shows it: ${decode(printKept(kept))}`))] : []),
  ];
}

function cut(text: string): string {
  return plain(text, NOTE_LIMIT).text;
}

function whoAndWhat(form: SearchForm, names: ReadonlyMap<string, string>): readonly KnownBlock[] {
  return [
    field('customers', 'Customers', {
      type: 'multi_external_select', min_query_length: 1, placeholder: plain('Type a part of a name'),
      ...initial(form.customers.map((customer) => customerChoice(customer, names))),
    }),
    field('people', 'People', {
      type: 'multi_external_select', min_query_length: 1, placeholder: plain('Type a part of a sign-in name'),
      ...initial(form.people.map((value) => ({ value, label: value }))),
    }),
    field('operations', 'Operations', {
      type: 'multi_external_select', min_query_length: 0, placeholder: plain('Type what was done'),
      ...initial(form.operations.map((value) => ({ value, label: operationOf(value).label, detail: value }))),
    }),
    field('resources', 'Resource types', menu(RESOURCES, form.resources.map(resourceOf))),
    field('statuses', 'Status', menu(STATUSES.map(statusChoice), form.statuses.map(statusChoice))),
    field('risks', 'Risk', menu(['low', 'medium', 'high'].map(wordChoice), form.risks.map(wordChoice))),
    field('texts', 'Text', {
      type: 'plain_text_input', multiline: true, max_length: LONGEST_TEXT, dispatch_action_config: { trigger_actions_on: ['on_character_entered'] }, ...(form.texts.length > 0 && { initial_value: form.texts.join('\n') }),
    }, 'Any text of a record. Of several lines, one must be there.'),
  ];
}

function when({ time: { span, from, to } }: SearchForm): readonly KnownBlock[] {
  const spans = SPANS.map(([label, value]) => option({ label, value }));
  const said = span && printTime(span);
  const chosen = said === undefined ? undefined : spans.find(({ value }) => value === said) ?? option({ value: said, label: `As asked: ${said}` });
  const options = chosen === undefined || spans.includes(chosen) ? spans : [chosen, ...spans];
  return [
    field('span', 'Time', { type: 'static_select', placeholder: plain('Last 7 days'), options, ...(chosen && { initial_option: chosen }) }, 'Or choose days below.'),
    field('from', 'First day', { type: 'datepicker', ...(from !== undefined && { initial_date: from }) }),
    field('to', 'Last day', { type: 'datepicker', ...(to !== undefined && { initial_date: to }) }),
  ];
}

function howAndWhere({ by }: SearchForm): readonly KnownBlock[] {
  return [
    field('by', 'Group by', { ...menu(DIMENSIONS.map(wordChoice), by.map(wordChoice)), max_selected_items: Math.max(MOST_GROUPS, by.length) }),
    field(ANSWER_IN, 'Answer in', {
      type: 'conversations_select', default_to_current_conversation: true, response_url_enabled: true,
    }, 'Only you see the answer. Left empty, it comes where you opened this form, else as a direct message.'),
    greyLine('Several values of one field are alternatives; several fields must all hold.'),
  ];
}

type Element = InputBlock['element'];

function field(name: FormField | typeof ANSWER_IN, label: string, element: Element, hint?: string): InputBlock {
  return {
    type: 'input', block_id: name, optional: true, label: plain(label), dispatch_action: name !== ANSWER_IN,
    element: { ...element, action_id: `${FIELD_ID_PREFIX}${name}` },
    ...(hint !== undefined && { hint: plain(hint) }),
  };
}

/** A menu of fixed choices; what is chosen already and is none of them may be of a newer log than ours. */
function menu(choices: readonly Choice[], chosen: readonly Choice[]): Extract<Element, { type: 'multi_static_select' }> {
  const isOffered = ({ value }: Choice): boolean => choices.some((choice) => choice.value === value);
  const options = [...choices, ...chosen.filter((choice) => !isOffered(choice))].map(bare).map(option);
  return { type: 'multi_static_select', options, ...initial(chosen.map(bare)) };
}

function bare({ value, label }: Choice): Choice {
  return { value, label };
}

function initial(chosen: readonly Choice[]): { readonly initial_options?: PlainTextOption[] } {
  return chosen.length > 0 ? { initial_options: chosen.map(option) } : {};
}

function customerChoice(customer: CustomerRef, names: ReadonlyMap<string, string>): Choice {
  if (customer.kind === 'name') return { value: customerValue({ id: '', name: customer.name }), label: `Search "${customer.name}"` };
  const name = names.get(customer.id.toLowerCase());
  return { value: customerValue({ id: customer.id, name: customer.id }), label: name ?? customer.id, ...(name !== undefined && { detail: customer.id }) };
}

function statusChoice(value: string): Choice {
  return { value, label: statusLabel(value) };
}

function wordChoice(value: string): Choice {
  return { value, label: value.slice(0, 1).toUpperCase() + value.slice(1) };
}
