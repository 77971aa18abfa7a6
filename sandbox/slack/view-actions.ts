/** What people do in modals and in the home tab. */
import { applyClickAck, applySubmissionAck } from './acks.ts';
import type { JsonObject } from './block-kit/rules.ts';
import { actionOf, pick, stateAfter } from './clickables.ts';
import type { Wanted } from './clickables.ts';
import type { Delivery, Via } from './delivery.ts';
import { enterValue, fieldKey, fieldsIn, isEmpty } from './form-values.ts';
import type { EnteredValue, Field } from './form-values.ts';
import { closedPayload, submissionPayload, viewActionPayload } from './payloads.ts';
import type { SlackState } from './state.ts';
import type { OpenView } from './views.ts';

export interface By {
  readonly user: string;
  /** Without it: HTTP if `deliverTo` was called, Socket Mode otherwise. */
  readonly via?: Via;
}

/** Values by the label a person reads beside the input, its block id or its action id. */
export type FormValues = Readonly<Record<string, EnteredValue>>;

export interface ViewActions {
  /** In the open modal or, when none is open, in the home tab. `values` are entered first, without being sent. */
  readonly clickInView: (click: By & Wanted & { readonly values?: FormValues }) => Promise<Delivery>;
  /** Enters one value; sends it only if its element reports changes at once. */
  readonly enter: (entry: By & { readonly label: string; readonly value: EnteredValue }) => Promise<Delivery | undefined>;
  /** Throws where Slack's own form would not let the person submit. */
  readonly submitView: (form: By & { readonly values?: FormValues }) => Promise<Delivery>;
  /** Sends `view_closed` only where the view asks for it. */
  readonly closeView: (by: By) => Promise<Delivery | undefined>;
}

export type Interact = (type: string, payload: JsonObject, by: By, effect: (delivery: Delivery) => void) => Promise<Delivery>;

const findField = (view: OpenView, name: string): Field => {
  const fields = fieldsIn(view.blocks);
  const found = fields.find(({ label }) => label === name) ?? fields.find(({ blockId, actionId }) => blockId === name || actionId === name);
  if (found === undefined) throw new Error(`no field “${name}”; there is ${fields.map(({ label }) => `“${label}”`).join(', ') || 'none'}`);
  return found;
};

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
  const entered = new Map(Object.entries(values).map(([name, value]) => {
    const field = findField(view, name);
    return [fieldKey(field), enterValue(field, value)] as const;
  }));
  return state.views.enter(view.id, entered) ?? view;
};

const refuseIncomplete = (view: OpenView): void => {
  if (view.content['submit'] === undefined) throw new Error('this modal has no submit button');
  const missing = fieldsIn(view.blocks).find((field) => field.isInput && !field.isOptional && isEmpty(field, view.entered));
  if (missing !== undefined) throw new Error(`“${missing.label}” must be filled in before the form can be submitted`);
};

export const createViewActions = (state: SlackState, interact: Interact): ViewActions => {
  const report = (view: OpenView, action: JsonObject, by: By): Promise<Delivery> =>
    interact('block_actions', viewActionPayload(state, view, action), by, (ack) => applyClickAck(state, by.user, ack));

  return {
    clickInView: async ({ label, actionId, index, values = {}, ...by }) => {
      const view = fillIn(state, openView(state, by.user), values);
      const found = pick(view.blocks, { label, actionId, index });
      const entered = stateAfter(found, view.entered);
      return report(state.views.enter(view.id, entered) ?? view, actionOf(found, entered), by);
    },
    enter: async ({ label, value, ...by }) => {
      const view = fillIn(state, openView(state, by.user), { [label]: value });
      const field = findField(view, label);
      if (!field.dispatches) return undefined;
      return report(view, { ...view.entered.get(fieldKey(field)), block_id: field.blockId, action_id: field.actionId }, by);
    },
    submitView: async ({ values = {}, ...by }) => {
      const view = fillIn(state, openModal(state, by.user), values);
      refuseIncomplete(view);
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
