/** Every block, its properties and the surfaces that take it. Page: docs.slack.dev/reference/block-kit/blocks */
import { CARD, CARD_NEEDS, CAROUSEL, CONTAINER, CONTAINER_CHILDREN, PLAN, TASK_CARD, collapsible } from './cards.ts';
import { DATA_VISUALIZATION } from './charts.ts';
import { accessory, actionsElement, contextAction, inputElement, responseUrlOnlyInInput } from './elements.ts';
import { LIMITS } from './limits.ts';
import { PICTURE, TEXT_BY_TYPE, imageElement, plainText, textObject } from './objects.ts';
import { RICH_TEXT } from './rich-text.ts';
import { anyOf, at, boolean, byType, eitherOr, integer, isObject, list, oneOf, report, shape, string, url } from './rules.ts';
import type { Rule, Surface } from './rules.ts';
import { DATA_TABLE, TABLE, regularRows } from './tables.ts';

interface BlockEntry {
  readonly surfaces: readonly Surface[];
  readonly rule: Rule;
}

const EVERYWHERE: readonly Surface[] = ['message', 'modal', 'home'];
const BLOCK_ID = { block_id: string(LIMITS.id) } as const;

type Fields = Parameters<typeof shape>[0];
const entry = (surfaces: readonly Surface[], fields: Fields, ...also: readonly Rule[]): BlockEntry => ({
  surfaces,
  rule: shape({ ...fields, optional: { ...fields.optional, ...BLOCK_ID } }, ...also),
});

const fileInputRules: Rule = (value, place) => {
  const element = isObject(value) ? value['element'] : undefined;
  if (!isObject(value) || !isObject(element)) return;
  const elementPlace = at(place, 'element');
  if (element['type'] === 'file_input') {
    if (place.surface !== 'modal') report(elementPlace, 'surface', 'file_input is only allowed in modals');
    if (value['dispatch_action'] === true) report(at(place, 'dispatch_action'), 'exclusive', 'not allowed with file_input');
  }
  if (element['response_url_enabled'] === true && place.surface !== 'modal') {
    report(elementPlace, 'surface', 'response_url_enabled is only allowed in modals');
  }
};

const container: Rule = (value, place) => {
  const allowed = Object.fromEntries(CONTAINER_CHILDREN.map((type) => [type, block]));
  shape(
    {
      required: { child_blocks: list(byType(allowed), 1, LIMITS.container.children) },
      optional: { ...CONTAINER, ...BLOCK_ID },
    },
    anyOf('title', 'rich_text_title'), collapsible,
  )(value, place);
};

const BLOCKS: Readonly<Record<string, BlockEntry>> = {
  section: entry(EVERYWHERE, {
    optional: {
      text: textObject(LIMITS.text), expand: boolean, accessory,
      fields: list(textObject(LIMITS.section.field), 1, LIMITS.section.fields),
    },
  }, anyOf('text', 'fields'), responseUrlOnlyInInput),
  header: entry(EVERYWHERE, {
    required: { text: plainText(LIMITS.header.text) }, optional: { level: integer(1, LIMITS.header.levels) },
  }),
  divider: entry(EVERYWHERE, {}),
  context: entry(EVERYWHERE, { required: { elements: list(byType({ ...TEXT_BY_TYPE, image: imageElement }), 1, LIMITS.context) } }),
  actions: entry(EVERYWHERE, { required: { elements: list(actionsElement, 1, LIMITS.actions) } }, responseUrlOnlyInInput),
  image: entry(EVERYWHERE, {
    required: { alt_text: string(LIMITS.image.alt) }, optional: { ...PICTURE, title: plainText(LIMITS.image.title) },
  }, eitherOr('image_url', 'slack_file')),
  input: entry(EVERYWHERE, {
    required: { label: plainText(LIMITS.input.label), element: inputElement },
    optional: { hint: plainText(LIMITS.input.hint), optional: boolean, dispatch_action: boolean },
  }, fileInputRules),
  rich_text: entry(EVERYWHERE, { required: RICH_TEXT }),
  video: entry(EVERYWHERE, {
    required: { video_url: url(), thumbnail_url: url(), alt_text: string(LIMITS.image.alt), title: plainText(LIMITS.video.title) },
    optional: {
      title_url: url(), author_name: string(LIMITS.video.author), provider_name: string(LIMITS.id),
      provider_icon_url: url(), description: plainText(LIMITS.text),
    },
  }),
  markdown: entry(['message'], { required: { text: string(LIMITS.markdownCharacters) } }),
  table: entry(['message'], TABLE),
  data_table: entry(['message'], DATA_TABLE, regularRows),
  data_visualization: entry(['message'], DATA_VISUALIZATION),
  container: { surfaces: ['message'], rule: container },
  context_actions: entry(['message'], { required: { elements: list(contextAction, 1, LIMITS.contextActions) } }),
  plan: entry(['message'], PLAN),
  task_card: entry(['message'], TASK_CARD),
  card: entry(['message', 'home'], CARD, CARD_NEEDS),
  carousel: entry(['message', 'home'], CAROUSEL),
  alert: entry(['modal'], {
    required: { text: textObject(LIMITS.text) }, optional: { level: oneOf('default', 'info', 'warning', 'error', 'success') },
  }),
  /** Slack makes it when messages are read; an app cannot send it. */
  file: entry([], { required: { source: oneOf('remote'), external_id: string(LIMITS.id) } }),
};

const anyBlock = byType(Object.fromEntries(Object.entries(BLOCKS).map(([type, { rule }]) => [type, rule])));

/** One block of a message, modal or home tab. */
export function block(value: unknown, place: Parameters<Rule>[1]): void {
  anyBlock(value, place);
  const found = isObject(value) && typeof value['type'] === 'string' && Object.hasOwn(BLOCKS, value['type'])
    ? BLOCKS[value['type']] : undefined;
  if (found !== undefined && !found.surfaces.includes(place.surface)) {
    report(place, 'surface', `${String(isObject(value) ? value['type'] : '')} blocks are not allowed in a ${place.surface}`);
  }
}
