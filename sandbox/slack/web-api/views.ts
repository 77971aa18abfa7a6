/** views.open, .push, .update, .publish. Pages: docs.slack.dev/reference/methods/views.open and so on */
import { isObject } from '../block-kit/rules.ts';
import type { JsonObject } from '../block-kit/rules.ts';
import { checkView } from '../state.ts';
import type { SlackState } from '../state.ts';
import type { Trigger } from '../triggers.ts';
import { STACK_LIMIT, viewObject } from '../views.ts';
import type { OpenView } from '../views.ts';
import { SlackError, invalidArguments } from './arguments.ts';
import type { Arguments } from './arguments.ts';

const readView = (state: SlackState, where: string, args: Arguments, type: 'modal' | 'home'): JsonObject => {
  const view = args.structure('view', 'invalid_arguments');
  if (!isObject(view)) throw invalidArguments('missing required field: view [json-pointer:/view]');
  if (view['type'] !== type) throw invalidArguments(`must be a ${type} view [json-pointer:/view/type]`);
  const lines = checkView(state, where, view);
  if (lines.some((line) => line.includes('bytes'))) throw new SlackError('view_too_large');
  if (lines.length > 0) throw invalidArguments(...lines);
  return view;
};

const refuseTakenExternalId = (state: SlackState, view: JsonObject, own?: OpenView): void => {
  const externalId = view['external_id'];
  if (typeof externalId !== 'string' || externalId === '') return;
  const other = state.views.find({ externalId });
  if (other !== undefined && other.id !== own?.id) throw new SlackError('duplicate_external_id');
};

const exchange = (state: SlackState, args: Arguments): Trigger => {
  const taken = state.triggers.exchange(args.need('trigger_id'));
  if (taken.kind === 'refused') throw new SlackError(taken.error);
  return taken.trigger;
};

const answer = (state: SlackState, view: OpenView): JsonObject => ({ view: viewObject(view, state.team.id) });

export const openView = (state: SlackState, args: Arguments): JsonObject => {
  const view = readView(state, 'views.open', args, 'modal');
  refuseTakenExternalId(state, view);
  const { user, channel } = exchange(state, args);
  return answer(state, state.views.open(user, view, channel));
};

/** Only a trigger from inside a modal can push, and only while that modal is open. */
export const pushView = (state: SlackState, args: Arguments): JsonObject => {
  const view = readView(state, 'views.push', args, 'modal');
  refuseTakenExternalId(state, view);
  const trigger = exchange(state, args);
  const stack = state.views.stack(trigger.user);
  if (trigger.view === undefined || !stack.some(({ id }) => id === trigger.view)) throw new SlackError('not_found');
  if (stack.length >= STACK_LIMIT) throw new SlackError('push_limit_reached');
  return answer(state, state.views.push(trigger.user, view));
};

const refuseOldHash = (args: Arguments, current: OpenView | undefined): void => {
  const hash = args.text('hash');
  if (hash !== undefined && hash !== current?.hash) throw new SlackError('hash_conflict');
};

export const updateView = (state: SlackState, args: Arguments): JsonObject => {
  const id = args.text('view_id');
  const externalId = args.text('external_id');
  if (id === undefined && externalId === undefined) throw invalidArguments('missing required field: view_id [json-pointer:/view_id]');
  const open = state.views.find({ ...(id === undefined ? {} : { id }), ...(externalId === undefined ? {} : { externalId }) });
  const view = readView(state, 'views.update', args, open?.content['type'] === 'home' ? 'home' : 'modal');
  if (open === undefined) throw new SlackError('not_found');
  refuseOldHash(args, open);
  refuseTakenExternalId(state, view, open);
  return answer(state, state.views.update(open.id, view) ?? open);
};

export const publishView = (state: SlackState, args: Arguments): JsonObject => {
  const user = args.need('user_id');
  const view = readView(state, 'views.publish', args, 'home');
  if (!state.people.has(user)) throw invalidArguments('invalid user [json-pointer:/user_id]');
  const current = state.views.home(user);
  refuseOldHash(args, current);
  refuseTakenExternalId(state, view, current);
  return answer(state, state.views.publish(user, view));
};
