/** Rich text. Page: docs.slack.dev/reference/block-kit/blocks/rich-text-block */
import { LIMITS } from './limits.ts';
import { boolean, byType, integer, list, oneOf, pattern, reportHouse, shape, string, url } from './rules.ts';
import type { Rule } from './rules.ts';
import { USER_ID } from './selects.ts';

const ANY = Number.POSITIVE_INFINITY;
const flags = Object.fromEntries(
  ['bold', 'italic', 'strike', 'underline', 'code', 'highlight', 'client_highlight', 'unlink'].map((flag) => [flag, boolean]),
);
const STYLE = { style: shape({ optional: flags }) } as const;

const broadcast: Rule = shape(
  { required: { range: oneOf('here', 'channel', 'everyone') }, optional: STYLE },
  (_value, place) => reportHouse(place, 'mention', 'a broadcast mention is never wanted'),
);

const leaf: Rule = byType({
  text: shape({ required: { text: string(ANY) }, optional: STYLE }),
  link: shape({ required: { url: url() }, optional: { ...STYLE, text: string(ANY, 0), unsafe: boolean } }),
  user: shape({ required: { user_id: USER_ID }, optional: STYLE }),
  usergroup: shape({ required: { usergroup_id: pattern(/^S[A-Z0-9]+$/, 'a user group id') }, optional: STYLE }),
  channel: shape({ required: { channel_id: pattern(/^[CG][A-Z0-9]+$/, 'a channel id') }, optional: STYLE }),
  team: shape({ required: { team_id: pattern(/^T[A-Z0-9]+$/, 'a team id') }, optional: STYLE }),
  emoji: shape({ required: { name: string(LIMITS.id) }, optional: { ...STYLE, unicode: string(LIMITS.id), url: url(), skin_tone: integer(1, 6) } }),
  color: shape({ required: { value: pattern(/^#?[0-9a-fA-F]{6}$/, 'a colour') }, optional: STYLE }),
  date: shape({
    required: { timestamp: integer(0, Number.MAX_SAFE_INTEGER), format: string(ANY) },
    optional: { ...STYLE, url: url(), fallback: string(ANY, 0) },
  }),
  broadcast,
});

const leaves = list(leaf, 0, ANY);
const BORDER = { border: oneOf(0, 1) } as const;
const section: Rule = shape({ required: { elements: leaves } });

const part: Rule = byType({
  rich_text_section: section,
  rich_text_list: shape({
    required: { style: oneOf('bullet', 'ordered'), elements: list(byType({ rich_text_section: section }), 1, ANY) },
    optional: { ...BORDER, indent: integer(0, LIMITS.richText.indent), offset: integer(0, Number.MAX_SAFE_INTEGER) },
  }),
  rich_text_quote: shape({ required: { elements: leaves }, optional: BORDER }),
  rich_text_preformatted: shape({ required: { elements: leaves }, optional: { ...BORDER, language: string(LIMITS.id) } }),
});

/** The properties of a rich_text object; blocks add `block_id`. */
export const RICH_TEXT = { elements: list(part, 0, ANY) } as const;

export const richText: Rule = byType({
  rich_text: shape({ required: RICH_TEXT, optional: { block_id: string(LIMITS.id) } }),
});
