/** Composition objects: text, confirmation, options, filters. Page: docs.slack.dev/reference/block-kit/composition-objects */
import { LIMITS } from './limits.ts';
import { at, boolean, byType, eitherOr, isObject, list, oneOf, report, reportHouse, shape, string, url } from './rules.ts';
import type { Place, Rule } from './rules.ts';

const BROADCAST = /<!(channel|here|everyone)(\|[^>]*)?>/;

/** This project never mentions a whole channel: such text comes from a value that was not escaped. */
export const noBroadcast = (text: unknown, place: Place): void => {
  const found = typeof text === 'string' ? BROADCAST.exec(text) : null;
  if (found !== null) reportHouse(place, 'mention', `unescaped mention ${found[0]}`);
};

const plain = (max: number): Rule => shape({ required: { text: string(max) }, optional: { emoji: boolean } });
const mrkdwn = (max: number): Rule => shape(
  { required: { text: string(max) }, optional: { verbatim: boolean } },
  (value, place) => { if (isObject(value)) noBroadcast(value['text'], at(place, 'text')); },
);

export const plainText = (max: number): Rule => byType({ plain_text: plain(max) });
export const textObject = (max: number): Rule => byType({ plain_text: plain(max), mrkdwn: mrkdwn(max) });
/** The text members of a context block stand beside images, so they are offered by type. */
export const TEXT_BY_TYPE = { plain_text: plain(LIMITS.text), mrkdwn: mrkdwn(LIMITS.text) } as const;

export const confirm: Rule = shape({
  required: { text: textObject(LIMITS.confirm.text) },
  optional: {
    title: plainText(LIMITS.confirm.title),
    confirm: plainText(LIMITS.confirm.button),
    deny: plainText(LIMITS.confirm.button),
    style: oneOf('primary', 'danger'),
  },
});

const option = (text: (max: number) => Rule, more: Readonly<Record<string, Rule>> = {}): Rule => shape({
  required: { text: text(LIMITS.option.text), value: string(LIMITS.option.value) },
  optional: { description: text(LIMITS.option.description), ...more },
});

export const menuOption = option(plainText);
export const choiceOption = option(textObject);
export const overflowOption = option(plainText, { url: url(LIMITS.url) });

export const optionGroup: Rule = shape({
  required: {
    label: plainText(LIMITS.option.text),
    options: list(menuOption, 1, LIMITS.options.select),
  },
});

export const conversationFilter: Rule = shape(
  {
    optional: {
      include: list(oneOf('im', 'mpim', 'private', 'public'), 1, 4),
      exclude_external_shared_channels: boolean,
      exclude_bot_users: boolean,
    },
  },
  (value, place) => {
    if (isObject(value) && Object.keys(value).length === 0) report(place, 'required', 'filter cannot be empty');
  },
);

export const dispatchConfig: Rule = shape({
  required: { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 1, 2) },
});

const slackFile: Rule = shape({ optional: { url: url(), id: string(LIMITS.id) } }, eitherOr('url', 'id'));

/** The picture part shared by image blocks and image elements. */
export const PICTURE = { image_url: url(LIMITS.url), slack_file: slackFile } as const;

export const imageElement: Rule = byType({
  image: shape(
    { required: { alt_text: string(LIMITS.image.alt) }, optional: PICTURE },
    eitherOr('image_url', 'slack_file'),
  ),
});
