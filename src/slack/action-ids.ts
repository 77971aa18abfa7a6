/** What our buttons carry, and how it is read back: a click may come from an older deployment or be made up. */

/** What pressing a button asks for. Pages and places count from 0. */
export type ButtonPress =
  | { readonly kind: 'details'; readonly resultId: string; readonly place: number }
  | { readonly kind: 'page'; readonly resultId: string; readonly page: number }
  | { readonly kind: 'keep'; readonly resultId: string; readonly page: number }
  | { readonly kind: 'run'; readonly command: string };

/** All our action ids begin with this; the number goes up whenever a value changes its form. */
export const ACTION_ID_PREFIX = 'audit1.';

const RESULT_AND_NUMBER = /^([A-Za-z0-9_-]{16,64}):(\d{1,7})$/;
/** Slack's limit of a value: https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const MAX_COMMAND = 2_000;

/** The ids of a button; `slot` keeps action ids unique within one message, as Slack demands. */
export function buttonIds(press: ButtonPress, slot: string | number): { readonly action_id: string; readonly value: string } {
  return { action_id: `${ACTION_ID_PREFIX}${press.kind}.${slot}`, value: valueOf(press) };
}

/** Reads a click back; undefined when it is none of ours. */
export function readButtonPress(actionId: string, value: string | undefined): ButtonPress | undefined {
  if (!actionId.startsWith(ACTION_ID_PREFIX) || value === undefined) return undefined;
  const kind = actionId.slice(ACTION_ID_PREFIX.length).split('.')[0];
  if (kind === 'run') return value.length <= MAX_COMMAND ? { kind, command: value } : undefined;
  const [, resultId, digits] = RESULT_AND_NUMBER.exec(value) ?? [];
  if (resultId === undefined || digits === undefined) return undefined;
  const number = Number(digits);
  switch (kind) {
    case 'details': return { kind, resultId, place: number };
    case 'page': return { kind, resultId, page: number };
    case 'keep': return { kind, resultId, page: number };
    default: return undefined;
  }
}

function valueOf(press: ButtonPress): string {
  switch (press.kind) {
    case 'details': return `${press.resultId}:${press.place}`;
    case 'page': return `${press.resultId}:${press.page}`;
    case 'keep': return `${press.resultId}:${press.page}`;
    case 'run': return press.command;
  }
}
