/** Every control that the bot has shown, and those that people have used: read from the traffic between Slack and the bot. */
import { readdirSync, readFileSync } from 'node:fs';
import { isList, isObject, type JsonObject } from '../../sandbox/slack/block-kit/rules.ts';
import { textOf } from '../../sandbox/slack/form-values.ts';
import type { SlackStandIn } from '../../sandbox/slack/server.ts';
import type { Traffic } from '../../sandbox/slack/traffic.ts';
import { readPress } from '../../src/slack/action-ids.ts';

export interface Controls {
  /** By the label a person reads; a field by that of its input. What differs each time is left out: `Run: …`. */
  readonly shown: ReadonlySet<string>;
  readonly used: ReadonlySet<string>;
  /** What the presses asked for, as `action-ids.ts` reads them. */
  readonly kinds: ReadonlySet<string>;
  /** Callback ids of the forms that were sent off, and of shortcuts. */
  readonly callbacks: ReadonlySet<string>;
  /** Action ids of the menus that asked for options. */
  readonly asked: ReadonlySet<string>;
}

const word = (value: unknown): string => (typeof value === 'string' ? value : '');
const nameOf = (label: string): string => label.replace(/^Run: .*$/s, 'Run: …').replace(/^All [\d,]+ /, 'All … ');
const objects = (value: unknown): readonly JsonObject[] => (isList(value) ? value.filter(isObject) : []);

/** What can be pressed or filled in, however deep it stands; `menu` hears of the menus with a name of their own. */
function namesIn(value: unknown, menu: (actionId: string, name: string) => void): readonly string[] {
  if (isList(value)) return value.flatMap((one) => namesIn(one, menu));
  if (!isObject(value)) return [];
  if (value['type'] === 'input') return [nameOf(textOf(value['label']))];
  if (value['action_id'] === undefined || value['type'] === undefined) return Object.values(value).flatMap((one) => namesIn(one, menu));
  if (value['type'] === 'overflow') return objects(value['options']).map((option) => nameOf(textOf(option['text'])));
  const label = textOf(value['text']);
  if (label === '') menu(word(value['action_id']), textOf(value['placeholder']));
  return [nameOf(label || textOf(value['placeholder']))];
}

const isFilled = (state: unknown): boolean => isObject(state)
  && Object.entries(state).some(([key, value]) => key !== 'type' && value !== null && (!isList(value) || value.length > 0));

/** Labels of the inputs in which something stood when the form was sent off. */
function filledIn({ blocks, state }: JsonObject): readonly string[] {
  const values = isObject(state) && isObject(state['values']) ? state['values'] : {};
  return objects(blocks).filter(({ type }) => type === 'input').flatMap((block) => {
    const entered = values[word(block['block_id'])];
    return isObject(entered) && Object.values(entered).some(isFilled) ? [nameOf(textOf(block['label']))] : [];
  });
}

/** A button is used by its label, an overflow menu by its choice, another menu by its name. */
function usedName(action: JsonObject, menus: ReadonlyMap<string, string>): string {
  const chosen = isObject(action['selected_option']) ? textOf(action['selected_option']['text']) : '';
  return nameOf(textOf(action['text']) || (menus.get(word(action['action_id'])) ?? chosen));
}

const payloadOf = ({ request }: Traffic): JsonObject => {
  if (!isObject(request)) return {};
  return isObject(request['payload']) ? request['payload'] : request;
};

/** Watches from now on; over both transports. */
export function watchControls(slack: SlackStandIn): Controls {
  const [shown, used, kinds, callbacks, asked] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()];
  const menus = new Map<string, string>();
  const take = (into: Set<string>, names: readonly string[]): void => { for (const name of names) if (name !== '') into.add(name); };

  slack.onTraffic((seen) => {
    take(shown, namesIn(seen.from === 'bot' ? seen.request : seen.response, (actionId, name) => menus.set(actionId, name)));
    if (seen.from === 'bot') return undefined;
    const payload = payloadOf(seen);
    for (const action of objects(payload['actions'])) {
      const option = isObject(action['selected_option']) ? word(action['selected_option']['value']) : undefined;
      take(used, [usedName(action, menus)]);
      take(kinds, [readPress(word(action['action_id']), option ?? word(action['value']))?.kind ?? '']);
    }
    if (payload['type'] === 'block_suggestion') take(asked, [word(payload['action_id'])]);
    if (payload['type'] === 'shortcut') take(callbacks, [word(payload['callback_id'])]);
    if (payload['type'] !== 'view_submission' || !isObject(payload['view'])) return undefined;
    take(callbacks, [word(payload['view']['callback_id'])]);
    return take(used, filledIn(payload['view']));
  });
  return { shown, used, kinds, callbacks, asked };
}

const FOLDER = new URL('../../src/slack/', import.meta.url);
const readSource = (path: string): string => readFileSync(new URL(path, FOLDER), 'utf8');
const blockSources = (): string => readdirSync(new URL('blocks/', FOLDER)).filter((name) => name.endsWith('.ts')).map((name) => readSource(`blocks/${name}`)).join('\n');
const allOf = (pattern: RegExp, text: string): readonly string[] => [...new Set([...text.matchAll(pattern)].map(([, found = '']) => found))];

/** Every kind of press that the type in `action-ids.ts` names. */
export function pressKinds(): readonly string[] {
  const [, type = ''] = /export type Press =([^]*?);\n\n/.exec(readSource('action-ids.ts')) ?? [];
  return allOf(/kind: ([^;}]+)/g, type).flatMap((kinds) => allOf(/'([a-z-]+)'/g, kinds));
}

/** The labels of buttons and choices, and the callback ids of forms, that stand as they are in the code which draws them. */
export function writtenControls(): { readonly labels: readonly string[]; readonly forms: readonly string[] } {
  const source = blockSources();
  return {
    labels: [...allOf(/\b(?:button|runButtons)\('([^']+)'/g, source), ...allOf(/\['([^']+)', \{ kind: '/g, source)].map(nameOf),
    forms: allOf(/_FORM_ID = '([^']+)'/g, source),
  };
}
