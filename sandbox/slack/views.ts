/** Modals and home tabs: stacks, hashes and what stands in them. Page: docs.slack.dev/surfaces/modals */
import { randomBytes } from 'node:crypto';
import { isObject } from './block-kit/rules.ts';
import type { JsonObject } from './block-kit/rules.ts';
import { enterValue, fieldKey, fieldsIn, stateValues } from './form-values.ts';
import type { Entered } from './form-values.ts';
import { withIds } from './messages.ts';
import { APP } from './workspace.ts';

export const STACK_LIMIT = 3;

export interface OpenView {
  readonly id: string;
  readonly user: string;
  readonly rootId: string;
  readonly previousId?: string;
  readonly hash: string;
  /** The view as the app sent it, its blocks with ids. */
  readonly content: JsonObject;
  readonly blocks: readonly JsonObject[];
  readonly entered: Entered;
  /** Errors shown beside inputs after a submission, by block id. */
  readonly errors: Readonly<Record<string, string>>;
  /** The message or command the modal was opened from, for `default_to_current_conversation`. */
  readonly channel?: string;
}

export interface ViewStore {
  readonly stack: (user: string) => readonly OpenView[];
  readonly home: (user: string) => OpenView | undefined;
  readonly find: (by: { readonly id?: string; readonly externalId?: string }) => OpenView | undefined;
  readonly open: (user: string, content: JsonObject, channel?: string) => OpenView;
  readonly push: (user: string, content: JsonObject) => OpenView;
  readonly publish: (user: string, content: JsonObject) => OpenView;
  readonly update: (id: string, content: JsonObject) => OpenView | undefined;
  readonly enter: (id: string, values: Entered) => OpenView | undefined;
  readonly showErrors: (id: string, errors: Readonly<Record<string, string>>) => void;
  readonly pop: (user: string) => void;
  readonly clear: (user: string) => void;
}

const contentOf = (view: JsonObject): Pick<OpenView, 'content' | 'blocks'> => {
  const blocks = withIds(Array.isArray(view['blocks']) ? view['blocks'].filter(isObject) : []);
  return { content: { ...view, blocks }, blocks };
};

/** `default_to_current_conversation` means the place where the modal was opened. */
const defaults = (blocks: readonly JsonObject[], channel: string | undefined): Entered => new Map(
  channel === undefined ? [] : fieldsIn(blocks)
    .filter(({ element }) => element['default_to_current_conversation'] === true)
    .map((field) => [fieldKey(field), enterValue(field, channel)]),
);

const newHash = (now: number): string => `${Math.trunc(now / 1000)}.${randomBytes(4).toString('hex')}`;

const makeView = (now: number, user: string, view: JsonObject, from: { readonly below?: OpenView | undefined; readonly channel?: string | undefined }): OpenView => {
  const id = `V0${randomBytes(5).toString('hex').toUpperCase()}`;
  const channel = from.channel ?? from.below?.channel;
  const content = contentOf(view);
  return {
    id, user, rootId: from.below?.rootId ?? id, hash: newHash(now), errors: {}, ...content,
    entered: defaults(content.blocks, channel),
    ...(from.below === undefined ? {} : { previousId: from.below.id }),
    ...(channel === undefined ? {} : { channel }),
  };
};

/** Slack keeps what was typed while block id and action id stay the same. */
const updated = (now: number, view: OpenView, next: JsonObject): OpenView => {
  const fresh = contentOf(next);
  const kept = new Set(fieldsIn(fresh.blocks).map(fieldKey));
  const typed = [...view.entered].filter(([key]) => kept.has(key));
  return { ...view, ...fresh, entered: new Map([...defaults(fresh.blocks, view.channel), ...typed]), errors: {}, hash: newHash(now) };
};

export const createViewStore = (now: () => number, onChange: () => void): ViewStore => {
  const stacks = new Map<string, readonly OpenView[]>();
  const homes = new Map<string, OpenView>();

  const stack = (user: string): readonly OpenView[] => stacks.get(user) ?? [];
  const all = (): readonly OpenView[] => [...[...stacks.values()].flat(), ...homes.values()];
  const setStack = (user: string, views: readonly OpenView[]): void => { stacks.set(user, views); onChange(); };
  const setHome = (view: OpenView): OpenView => { homes.set(view.user, view); onChange(); return view; };
  const place = (user: string, below: readonly OpenView[], view: OpenView): OpenView => { setStack(user, [...below, view]); return view; };
  const change = (id: string, next: (view: OpenView) => OpenView): OpenView | undefined => {
    const before = all().find((view) => view.id === id);
    if (before === undefined) return undefined;
    const after = next(before);
    if (homes.get(before.user)?.id === id) return setHome(after);
    setStack(before.user, stack(before.user).map((view) => (view.id === id ? after : view)));
    return after;
  };

  return {
    stack,
    home: (user) => homes.get(user),
    find: ({ id, externalId }) => all().find((view) =>
      (id === undefined ? externalId !== undefined && view.content['external_id'] === externalId : view.id === id)),
    open: (user, content, channel) => place(user, [], makeView(now(), user, content, { channel })),
    push: (user, content) => place(user, stack(user), makeView(now(), user, content, { below: stack(user).at(-1) })),
    publish: (user, content) => {
      const before = homes.get(user);
      return setHome(before === undefined ? makeView(now(), user, content, {}) : updated(now(), before, content));
    },
    update: (id, content) => change(id, (view) => updated(now(), view, content)),
    enter: (id, values) => change(id, (view) => ({ ...view, entered: new Map([...view.entered, ...values]) })),
    showErrors: (id, errors) => { change(id, (view) => ({ ...view, errors })); },
    pop: (user) => setStack(user, stack(user).slice(0, -1)),
    clear: (user) => setStack(user, []),
  };
};

/** The view object Slack hands to apps; page: docs.slack.dev/reference/views */
export const viewObject = (view: OpenView, teamId: string): JsonObject => ({
  private_metadata: '', callback_id: '', external_id: '', title: null, submit: null, close: null,
  clear_on_close: false, notify_on_close: false,
  ...view.content,
  id: view.id,
  team_id: teamId,
  blocks: view.blocks,
  hash: view.hash,
  state: { values: stateValues(view.blocks, view.entered) },
  root_view_id: view.rootId,
  previous_view_id: view.previousId ?? null,
  app_id: APP.id,
  app_installed_team_id: teamId,
  bot_id: APP.botId,
});
