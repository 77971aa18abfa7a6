/** Blocks that group others: containers, cards, plans. Pages: docs.slack.dev/reference/block-kit/blocks */
import { button } from './elements.ts';
import { LIMITS } from './limits.ts';
import { imageElement, plainText, textObject } from './objects.ts';
import { richText } from './rich-text.ts';
import { anyOf, at, boolean, byType, isObject, list, oneOf, report, shape, string, url } from './rules.ts';
import type { Rule } from './rules.ts';

const ANY = Number.POSITIVE_INFINITY;
const BLOCK_ID = { block_id: string(LIMITS.id) } as const;

export const CONTAINER_CHILDREN = [
  'actions', 'context', 'divider', 'file', 'header', 'image', 'input', 'rich_text', 'section', 'table', 'video',
] as const;

export const CONTAINER = {
  title: plainText(LIMITS.container.title),
  rich_text_title: richText,
  subtitle: textObject(LIMITS.container.title),
  icon: imageElement,
  width: oneOf('narrow', 'standard', 'wide', 'full'),
  is_collapsible: boolean,
  default_collapsed: boolean,
  has_header_divider: boolean,
} as const;

export const collapsible: Rule = (value, place) => {
  if (isObject(value) && value['default_collapsed'] === true && value['is_collapsible'] !== true) {
    report(at(place, 'default_collapsed'), 'exclusive', 'needs is_collapsible');
  }
};

export const CARD = {
  optional: {
    hero_image: imageElement,
    icon: imageElement,
    title: textObject(LIMITS.card.title),
    subtitle: textObject(LIMITS.card.title),
    body: textObject(LIMITS.card.body),
    actions: list(byType({ button }), 1, LIMITS.card.actions),
  },
} as const;

export const CARD_NEEDS: Rule = anyOf('hero_image', 'title', 'actions', 'body');

const cardInCarousel: Rule = byType({ card: shape({ optional: { ...CARD.optional, ...BLOCK_ID } }, CARD_NEEDS) });

export const CAROUSEL = {
  required: { elements: list(cardInCarousel, 1, LIMITS.card.perCarousel) },
} as const;

export const TASK_CARD = {
  required: { task_id: string(ANY), title: string(ANY) },
  optional: {
    details: richText,
    output: richText,
    sources: list(byType({ url: shape({ required: { url: url(), text: string(ANY) } }) }), 0, ANY),
    status: oneOf('pending', 'in_progress', 'complete', 'error'),
  },
} as const;

export const PLAN = {
  required: { title: string(ANY) },
  optional: { tasks: list(shape({ ...TASK_CARD, optional: { ...TASK_CARD.optional, ...BLOCK_ID } }), 0, ANY) },
} as const;
