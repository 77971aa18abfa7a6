/** Menus that ask the bot for their options. Page: docs.slack.dev/reference/interaction-payloads/block_suggestion-payload */
import { LIMITS } from './block-kit/limits.ts';
import { menuOption, optionGroup } from './block-kit/objects.ts';
import { isList, isObject, lengthOf, list, shape } from './block-kit/rules.ts';
import type { JsonObject, Violation } from './block-kit/rules.ts';
import type { Delivery } from './delivery.ts';
import { fieldKey, optionsOf } from './form-values.ts';
import type { Field } from './form-values.ts';
import type { SlackState } from './state.ts';

/** Slack asks from three characters on, unless the menu says otherwise. */
const MIN_QUERY = 3;

/** Where a menu stands: a view's id, or a message's channel and ts. */
export type Holder = { readonly viewId: string } | { readonly channel: string; readonly ts: string };

const offerKey = (holder: Holder, field: Pick<Field, 'blockId' | 'actionId'>): string =>
  `${'viewId' in holder ? holder.viewId : `${holder.channel} ${holder.ts}`}\n${fieldKey(field)}`;

/** What the bot offered last for this menu. */
export const offeredFor = (state: SlackState, holder: Holder, field: Field): readonly JsonObject[] =>
  state.offers.get(offerKey(holder, field)) ?? [];

/** Throws where Slack would not ask: another kind of element, or too little typed. */
export const needQuery = ({ element, label }: Field, query: string): void => {
  if (!/^(multi_)?external_select$/.test(String(element['type']))) throw new Error(`“${label}” does not ask the app for options`);
  const min = typeof element['min_query_length'] === 'number' ? element['min_query_length'] : MIN_QUERY;
  if (lengthOf(query) < min) throw new Error(`“${label}” asks from ${min} characters on`);
};

const answerShape = shape({
  optional: { options: list(menuOption, 0, LIMITS.options.select), option_groups: list(optionGroup, 0, LIMITS.options.groups) },
});

/** Keeps and returns what was offered; `undefined` when Slack would say that loading failed. */
export const takeOffer = (state: SlackState, holder: Holder, field: Field, { outcome, ackBody }: Delivery): readonly JsonObject[] | undefined => {
  const found: Violation[] = [];
  if (outcome === 'acked') answerShape(ackBody, { path: '', surface: 'message', found });
  state.violations.push(...found.map((violation) => ({ ...violation, where: 'block_suggestion' })));
  const isAnswer = isObject(ackBody) && (isList(ackBody['options']) || isList(ackBody['option_groups']));
  if (outcome !== 'acked' || !isAnswer || found.length > 0) return undefined;
  const options = optionsOf(ackBody);
  state.offers.set(offerKey(holder, field), options);
  return options;
};
