/** What people do in modals and in the home tab. */
import { applyClickAck, applySubmissionAck } from './acks.ts';
import type { JsonObject } from './block-kit/rules.ts';
import { actionOf, pick, stateAfter } from './clickables.ts';
import type { Wanted } from './clickables.ts';
import type { Delivery, Via } from './delivery.ts';
import { enterValue, fieldKey, fieldsIn, findField, isEmpty } from './form-values.ts';
import type { EnteredValue } from './form-values.ts';
import { closedPayload, submissionPayload, suggestionPayload, viewActionPayload } from './payloads.ts';
import type { SlackState } from './state.ts';
import { needQuery, offeredFor, takeOffer } from './suggestions.ts';
import type { OpenView } from './views.ts';

export interface By {
  readonly user: string;
  /** Without it: HTTP if `deliverTo` was called, Socket Mode otherwise. */
  readonly via?: Via;
}

/** Values by the label a person reads beside the input, its block id, its action id, or both ids (see `fieldKey`). */
export type FormValues = Readonly<Record<string, EnteredValue>>;

export interface ViewActions {
  /** In the open modal or, when none is open, in the home tab. `values` are entered first, without being sent. */
  readonly clickInView: (click: By & Wanted & { readonly values?: FormValues }) => Promise<Delivery>;
  /** Enters one value; sends it only if its element reports changes at once. */
  readonly enter: (entry: By & { readonly label: string; readonly value: EnteredValue }) => Promise<Delivery | undefined>;
  /** Types into a menu that asks the bot; what it offers can then be entered. `undefined` when loading failed. */
  readonly suggest: (query: By & { readonly label: string; readonly query: string; readonly values?: FormValues }) => Promise<readonly JsonObject[] | undefined>;
  /** Throws where Slack's own form would not let the person submit, and shows beside the input why. */
  readonly submitView: (form: By & { readonly values?: FormValues }) => Promise<Delivery>;
  /** Sends `view_closed` only where the view asks for it. */
  readonly closeView: (by: By) => Promise<Delivery | undefined>;
}

export type Interact = (type: string, payload: JsonObject, by: By, effect: (delivery: Delivery) => void) => Promise<Delivery>;

const openModal = (state: SlackState, user: string): OpenView => {
  const view = state.views.stack(user).at(-1);
  if (view === undefined) throw new Error(`${user} has no modal open`);
  return view;
};

const openView = (state: SlackState, user: string): OpenView => {
  const view = state.views.stack(user).at(-1) ?? state.views.home(user);
  if (view === undefined) throw new Error(`${user} has no modal open and no home tab`);
  return view;
};

const fillIn = (state: SlackState, view: OpenView, values: FormValues): OpenView => {
  const entered: (readonly [string, JsonObject])[] = [];
  const errors: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    const field = findField(fieldsIn(view.blocks), name);
    try {
      entered.push([fieldKey(field), enterValue(field, value, offeredFor(state, { viewId: view.id }, field))]);
    } catch (error) {
      errors[field.blockId] = String((error as Error).message);
    }
  }
  const filled = state.views.enter(view.id, new Map(entered)) ?? view;
  refuseWith(state, view, errors);
  return filled;
};

const refuseWith = (state: SlackState, view: OpenView, errors: Readonly<Record<string, string>>): void => {
  const [first] = Object.values(errors);
  if (first === undefined) return;
  state.views.showErrors(view.id, errors);
  throw new Error(first);
};

const refuseIncomplete = (state: SlackState, view: OpenView): void => {
  if (view.content['submit'] === undefined) throw new Error('this modal has no submit button');
  const missing = fieldsIn(view.blocks).filter((field) => field.isInput && !field.isOptional && isEmpty(field, view.entered));
  refuseWith(state, view, Object.fromEntries(missing.map(({ blockId, label }) => [blockId, `“${label}” must be filled in before the form can be submitted`])));
};

export const createViewActions = (state: SlackState, interact: Interact): ViewActions => {
  const report = (view: OpenView, action: JsonObject, by: By): Promise<Delivery> =>
    interact('block_actions', viewActionPayload(state, view, action), by, (ack) => applyClickAck(state, by.user, ack));

  return {
    clickInView: async ({ label, actionId, blockId, value, index, values = {}, ...by }) => {
      const view = fillIn(state, openView(state, by.user), values);
      const found = pick(view.blocks, { label, actionId, blockId, value, index });
      const entered = stateAfter(found, view.entered);
      return report(state.views.enter(view.id, entered) ?? view, actionOf(found, entered), by);
    },
    enter: async ({ label, value, ...by }) => {
      const view = fillIn(state, openView(state, by.user), { [label]: value });
      const field = findField(fieldsIn(view.blocks), label);
      if (!field.dispatches) return undefined;
      return report(view, { ...view.entered.get(fieldKey(field)), block_id: field.blockId, action_id: field.actionId }, by);
    },
    suggest: async ({ label, query, values = {}, ...by }) => {
      const view = fillIn(state, openView(state, by.user), values);
      const field = findField(fieldsIn(view.blocks), label);
      needQuery(field, query);
      let offered: readonly JsonObject[] | undefined;
      const payload = suggestionPayload(state, { user: by.user, field, query, view });
      await interact('block_suggestion', payload, by, (ack) => { offered = takeOffer(state, { viewId: view.id }, field, ack); });
      return offered;
    },
    submitView: async ({ values = {}, ...by }) => {
      const view = fillIn(state, openModal(state, by.user), values);
      refuseIncomplete(state, view);
      return interact('view_submission', submissionPayload(state, view), by, (ack) => applySubmissionAck(state, view, ack));
    },
    closeView: async (by) => {
      const view = openModal(state, by.user);
      const isCleared = view.content['clear_on_close'] === true;
      if (isCleared) state.views.clear(by.user);
      else state.views.pop(by.user);
      if (view.content['notify_on_close'] !== true) return undefined;
      return interact('view_closed', closedPayload(state, view, isCleared), by, (ack) => applyClickAck(state, by.user, ack));
    },
  };
};
