/** What our buttons and menus carry, and how it is read back: a click may come from an older deployment or be made up. */

import type { RuleList } from '../features/rule-screens.ts';

/** What pressing something asks for. Pages and places count from 0. */
export type Press =
  | { readonly kind: 'details'; readonly resultId: string; readonly place: number }
  | { readonly kind: 'raw'; readonly resultId: string; readonly place: number }
  /** The search behind a number of the answer. */
  | { readonly kind: 'count'; readonly resultId: string; readonly place: number }
  | { readonly kind: 'page' | 'keep'; readonly resultId: string; readonly page: number }
  /** The first page of a list, under the message that offers it. */
  | { readonly kind: 'list'; readonly resultId: string }
  /** The second is the answer to a question about who would read along. */
  | { readonly kind: 'share' | 'share-anyway'; readonly resultId: string; readonly page: number }
  | { readonly kind: 'share-search' | 'share-search-anyway'; readonly name: string }
  | { readonly kind: 'export' | 'explain' | 'save' | 'edit-result'; readonly resultId: string }
  | { readonly kind: 'cancel'; readonly jobId: string }
  | { readonly kind: 'run' | 'edit'; readonly command: string }
  | { readonly kind: 'topic'; readonly topic: string }
  | { readonly kind: 'rule-send' | 'rule-pause' | 'rule-resume' | 'rule-remove'; readonly ruleId: string }
  | { readonly kind: 'rule-test' | 'rule-edit'; readonly ruleId: string }
  /** The form of a rule: filled in from an example, or with the filters of an answer. */
  | { readonly kind: 'set-up'; readonly command: string }
  | { readonly kind: 'alert-on'; readonly resultId: string }
  /** In that form: what it would have said, as the fields stand. */
  | { readonly kind: 'rule-preview' }
  /** Of an alert's card: who answers it, and what it is muted by. */
  | { readonly kind: 'take' | 'mute-like'; readonly card: string }
  /** A record of the local copy. */
  | { readonly kind: 'copied'; readonly at: string }
  /** Sets up what was shown before. */
  | { readonly kind: 'make'; readonly command: string }
  | { readonly kind: 'keep-order'; readonly ruleId: string; readonly batch: string }
  /** Of what the list of commitments shows that this command makes. */
  | { readonly kind: 'remind'; readonly command: string }
  | { readonly kind: 'rules-page'; readonly list: RuleList; readonly page: number }
  | { readonly kind: 'form' };

/** All our action ids begin with this; the number goes up whenever a value changes its form. */
export const ACTION_ID_PREFIX = 'audit1.';

const RESULT = /^[A-Za-z0-9_-]{16,64}$/;
const RESULT_AND_NUMBER = /^([A-Za-z0-9_-]{16,64}):(\d{1,7})$/;
const JOB = /^[UW][A-Z0-9]{2,}-[a-f0-9]{32}$/;
const RULE = /^[a-f0-9-]{8,36}$/;
const CARD = /^[a-f0-9-]{8,36}-(?:[a-z]{2,10}-)?\d{1,15}$/;
const COPIED = /^\d{4}-\d{2}-\d{2}\.\d{1,9}$/;
const RULE_AND_BATCH = /^([a-f0-9-]{8,36}):(\d{4}-\d{2}-\d{2}\.\d{1,9})$/;
const LIST_AND_PAGE = /^([a-z]{3,10}):(\d{1,2})$/;
/** The longest name of a saved search is 40. */
const NAME = /^.{1,40}$/su;
const TOPIC = /^[a-z]{2,20}$/;
/** Slack's limit of a value: https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const MAX_COMMAND = 2_000;

/** Whether a button can carry a command: empty ones and those full of escaped signs do not fit. */
export function canCarry(command: string): boolean {
  return command !== '' && command.length <= MAX_COMMAND;
}

/** Whether a saved search can be pressed by its name. */
export function isSearchName(name: string): boolean {
  return NAME.test(name);
}

/** The ids of a button; `slot` keeps action ids unique within one message, as Slack demands. */
export function buttonIds(press: Press, slot: string | number): { readonly action_id: string; readonly value: string } {
  return { action_id: `${ACTION_ID_PREFIX}${press.kind}.${slot}`, value: valueOf(press) };
}

/** The id of a menu of ours, whose choices each say what they ask for. */
export function menuId(slot: string): string {
  return `${ACTION_ID_PREFIX}menu.${slot}`;
}

/** The value of one choice in a menu: https://docs.slack.dev/reference/block-kit/composition-objects/option-object allows 150 characters. */
export function menuValue(press: Exclude<Press, { kind: 'run' | 'edit' | 'make' | 'set-up' | 'remind' }>): string {
  return `${press.kind}|${valueOf(press)}`;
}

/** Reads a click on a button or a choice in a menu back; undefined when it is none of ours. */
export function readPress(actionId: string, value: string | undefined): Press | undefined {
  if (!actionId.startsWith(ACTION_ID_PREFIX) || value === undefined) return undefined;
  const kind = actionId.slice(ACTION_ID_PREFIX.length).split('.')[0] ?? '';
  if (kind !== 'menu') return pressOf(kind, value);
  const bar = value.indexOf('|');
  return pressOf(value.slice(0, bar), value.slice(bar + 1));
}

function pressOf(kind: string, value: string): Press | undefined {
  switch (kind) {
    case 'run': case 'edit': return value.length <= MAX_COMMAND ? { kind, command: value } : undefined;
    case 'cancel': return JOB.test(value) ? { kind, jobId: value } : undefined;
    case 'list': case 'export': case 'explain': case 'save': case 'edit-result': case 'alert-on': return RESULT.test(value) ? { kind, resultId: value } : undefined;
    case 'share-search': case 'share-search-anyway': return isSearchName(value) ? { kind, name: value } : undefined;
    case 'topic': return TOPIC.test(value) ? { kind, topic: value } : undefined;
    case 'rule-send': case 'rule-pause': case 'rule-resume': case 'rule-remove': case 'rule-test': case 'rule-edit': return RULE.test(value) ? { kind, ruleId: value } : undefined;
    case 'make': case 'set-up': return value.length <= MAX_COMMAND ? { kind, command: value } : undefined;
    case 'take': case 'mute-like': return CARD.test(value) ? { kind, card: value } : undefined;
    case 'copied': return COPIED.test(value) ? { kind, at: value } : undefined;
    // Before it carried a command it reminded of everything, whatever it stood under.
    case 'remind': return value !== '-' && value.length <= MAX_COMMAND ? { kind, command: value } : undefined;
    case 'form': case 'rule-preview': return { kind };
    default: return placedPress(kind, value);
  }
}

function isRuleList(word: string | undefined): word is RuleList {
  return word === 'all' || word === 'here' || word === 'muted' || word === 'alerts';
}

function placedPress(kind: string, value: string): Press | undefined {
  const [, ruleId, batch] = kind === 'keep-order' ? RULE_AND_BATCH.exec(value) ?? [] : [];
  if (ruleId !== undefined && batch !== undefined) return { kind: 'keep-order', ruleId, batch };
  const [, list, at] = kind === 'rules-page' ? LIST_AND_PAGE.exec(value) ?? [] : [];
  if (isRuleList(list)) return { kind: 'rules-page', list, page: Number(at) };
  const [, resultId, digits] = RESULT_AND_NUMBER.exec(value) ?? [];
  if (resultId === undefined || digits === undefined) return undefined;
  const number = Number(digits);
  switch (kind) {
    case 'details': case 'raw': case 'count': return { kind, resultId, place: number };
    case 'page': case 'keep': case 'share': case 'share-anyway': return { kind, resultId, page: number };
    default: return undefined;
  }
}

function valueOf(press: Press): string {
  switch (press.kind) {
    case 'details': case 'raw': case 'count': return `${press.resultId}:${press.place}`;
    case 'page': case 'keep': case 'share': case 'share-anyway': return `${press.resultId}:${press.page}`;
    case 'list': case 'export': case 'explain': case 'save': case 'edit-result': case 'alert-on': return press.resultId;
    case 'cancel': return press.jobId;
    case 'run': case 'edit': case 'set-up': case 'remind': return press.command;
    case 'rules-page': return `${press.list}:${press.page}`;
    case 'share-search': case 'share-search-anyway': return press.name;
    case 'topic': return press.topic;
    case 'rule-send': case 'rule-pause': case 'rule-resume': case 'rule-remove': case 'rule-test': case 'rule-edit': return press.ruleId;
    case 'take': case 'mute-like': return press.card;
    case 'copied': return press.at;
    case 'make': return press.command;
    case 'keep-order': return `${press.ruleId}:${press.batch}`;
    case 'form': case 'rule-preview': return '-';
  }
}
