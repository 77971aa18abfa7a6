/** The form of a rule as a modal. Its fields are read back by `rule-form-state.ts`. */
import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { FIRST_SEEN } from '../../audit/alert-events.ts';
import type { RuleField } from '../../command/read-rule-form.ts';
import { SCHEDULES, type AlertForm, type DigestForm, type MuteForm, type RuleForm } from '../../command/rule-form.ts';
import type { AnswerPlace } from '../../features/answer-ports.ts';
import type { RuleFormScreen } from '../../features/rule-form.ts';
import { LONGEST_NAME } from '../../features/save-search.ts';
import { greyLine, plainParagraph } from './elements.ts';
import { groupOf, ruleFormMetadata } from './rule-form-state.ts';
import { previewBlocks, type ShownPreview } from './rule-preview.ts';
import { LIMITS, plain } from './text.ts';

/** Names the form in what Slack sends; the number goes up whenever a field changes its form. */
export const RULE_FORM_ID = 'audit1-rule-form';

const LONGEST_TEXT = 3_000;
const SHORT_TEXT = 60;
const REASON_LIMIT = 100;

/** The form, filled in; `place` is where its button was pressed, and stays with it. */
export function ruleFormView(screen: RuleFormScreen, place: AnswerPlace, preview: ShownPreview): ModalView {
  const { form, rule, zone, forgotten } = screen;
  const what = form.kind;
  return {
    type: 'modal', callback_id: RULE_FORM_ID, private_metadata: ruleFormMetadata(place, screen),
    title: plain(rule ? `Edit ${what}` : `New ${what}`, LIMITS.title), submit: plain(rule ? 'Save' : 'Set up', LIMITS.title), close: plain('Close', LIMITS.title),
    blocks: [
      ...(rule ? [plainParagraph(`“${rule.name}” keeps what it has done so far. What you change counts from now on.`)] : []),
      ...(forgotten ? [plainParagraph('What this answer was asked for is no longer remembered, so the form is empty.')] : []),
      ...previewBlocks(preview),
      ...fieldsOf(screen),
      nameField(form, rule !== undefined),
      greyLine(`Times are those of ${zone}${'filters' in form && /\btz /.test(form.filters) ? ', unless the filters say another zone with tz' : ''}.`),
    ],
  };
}

function fieldsOf(screen: RuleFormScreen): readonly KnownBlock[] {
  const { form } = screen;
  switch (form.kind) {
    case 'digest': return digestFields(form);
    case 'alert': return alertFields(form, groupOf(screen));
    case 'mute': return muteFields(form);
    case 'reminder': return [channelField(form)];
  }
}

function digestFields(form: DigestForm): readonly KnownBlock[] {
  const { often, at, filters, skipEmpty } = form;
  const offered = SCHEDULES.map(([label, value]) => choice(value, label));
  const chosen = offered.find(({ value }) => value === often) ?? choice(often, `As now: ${often}`);
  return [
    field('often', 'How often', { type: 'static_select', options: offered.includes(chosen) ? offered : [chosen, ...offered], initial_option: chosen }),
    optional(field('at', 'At', text(at, SHORT_TEXT, '08:30'), 'A time of day, such as 08:30 or 9am. For every hour, only its minutes count.')),
    channelField(form),
    optional(field('filters', 'Filters', filterText(filters, 'risk high'), 'As you would type them: risk high, or customer Relecloud failed. Empty for everything.')),
    optional(field('skipEmpty', 'Nothing new', boxes([['yes', 'Say nothing when there is nothing new']], skipEmpty ? ['yes'] : []))),
  ];
}

const ABOUT: readonly (readonly [value: AlertForm['about'], label: string])[] = [
  ['filters', 'What the fields below say'], ['high', 'Every operation of high risk'], ['pack', 'The CSP security pack'],
];

function alertFields(form: AlertForm, group: string | undefined): readonly KnownBlock[] {
  const about = ABOUT.map(([value, label]) => choice(value, label));
  const [first] = about;
  const chosen = about.find(({ value }) => value === form.about) ?? first;
  return [
    field('about', 'What it tells', { type: 'static_select', options: about, ...(chosen && { initial_option: chosen }) }),
    optional(field('filters', 'Filters', filterText(form.filters, 'op create_order'), 'As you would type them: op create_order, or customer Relecloud failed.')),
    channelField(form),
    optional(field('moreThan', 'Only when more than', text(form.moreThan, SHORT_TEXT, '5 in 10m'), 'A number within a time: 5 in 10m. 5 by user in 10m counts each user alone.')),
    optional(field('firstSeen', 'Only when never seen before', boxes(FIRST_SEEN.map((what) => [what, FIRST_SEEN_LABELS[what]] as const), form.firstSeen))),
    optional(field('outside', 'Only outside these hours', text(form.outside, SHORT_TEXT, '07:00-20:00'))),
    optional(field('quiet', 'Quiet hours', text(form.quiet, SHORT_TEXT, '22:00-07:00'), 'Holds everything back but high risk, and posts it at their end.')),
    optional(field('quietAll', 'In quiet hours', boxes([['yes', 'Hold high risk back too']], form.quietAll ? ['yes'] : []))),
    ...mentionFields(form, group),
  ];
}

const FIRST_SEEN_LABELS = { user: 'User', app: 'App', customer: 'Customer' } as const;

/** Slack lets people be chosen; a user group stays while its box is ticked. */
function mentionFields({ mention }: AlertForm, group: string | undefined): readonly KnownBlock[] {
  const person = /^<@([UW][A-Z0-9]+)>$/.exec(mention ?? '')?.[1];
  return [
    optional(field('mention', 'Mention', { type: 'users_select', placeholder: plain('Nobody'), ...(person !== undefined && { initial_user: person }) }, 'Named on each new card.')),
    ...(group === undefined ? [] : [optional(field('group', 'User group', boxes([['yes', 'Go on mentioning the user group, unless a person is chosen']], mention === group ? ['yes'] : [])))]),
  ];
}

function muteFields({ filters, because, lasts, includingHigh }: MuteForm): readonly KnownBlock[] {
  return [
    field('filters', 'What is muted', filterText(filters, 'user svc@partner.example'), 'As you would type it: user svc@partner.example op *_license.'),
    field('because', 'Reason', text(because, REASON_LIMIT, 'licence sync job')),
    field('lasts', 'Lasts', text(lasts, SHORT_TEXT, '7d'), 'From when it was set up on: 12h or 7d, 30d at most.'),
    optional(field('includingHigh', 'High risk', boxes([['yes', 'Hide operations of high risk too']], includingHigh ? ['yes'] : []))),
  ];
}

function channelField({ channel }: Exclude<RuleForm, MuteForm>): KnownBlock {
  return optional(field('channel', 'Channel', {
    type: 'conversations_select', placeholder: plain('Your direct message'), filter: { include: ['public', 'private'], exclude_bot_users: true },
    ...(channel !== undefined && { initial_conversation: channel }),
  }, 'Left empty, it comes to you alone, as a direct message.'));
}

/** A rule that is there has a name; a new one is given one where nobody does. */
function nameField({ name, kind }: RuleForm, isThere: boolean): KnownBlock {
  const block = field('name', 'Name', text(name, LONGEST_NAME, `${kind}-1`));
  return isThere ? block : optional(block);
}

type Element = InputBlock['element'];

/** The block of one field; `group` is the box that keeps a user group. */
function field(name: RuleField | 'group', label: string, element: Element, hint?: string): InputBlock {
  return { type: 'input', block_id: name, label: plain(label), element: { ...element, action_id: name }, ...(hint !== undefined && { hint: plain(hint) }) };
}

function optional(block: InputBlock): InputBlock {
  return { ...block, optional: true };
}

function text(value: string, longest: number, example: string): Extract<Element, { type: 'plain_text_input' }> {
  return { type: 'plain_text_input', max_length: Math.max(longest, value.length), placeholder: plain(example), ...(value !== '' && { initial_value: value }) };
}

function filterText(filters: string, example: string): Element {
  return { ...text(filters, LONGEST_TEXT, example), multiline: true };
}

function boxes(choices: readonly (readonly [value: string, label: string])[], chosen: readonly string[]): Element {
  const options = choices.map(([value, label]) => choice(value, label));
  const ticked = options.filter(({ value }) => value !== undefined && chosen.includes(value));
  return { type: 'checkboxes', options, ...(ticked.length > 0 && { initial_options: ticked }) };
}

function choice(value: string, label: string): PlainTextOption {
  return { text: plain(label, LIMITS.button), value };
}

