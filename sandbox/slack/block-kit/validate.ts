/** Checks whole messages and views the way Slack does, from our own table of its limits. */
import { block } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { noBroadcast, plainText } from './objects.ts';
import { at, boolean, byType, isList, isObject, lengthOf, list, report, reportHouse, shape, string } from './rules.ts';
import type { JsonObject, Place, Rule, Surface, Violation } from './rules.ts';
import { checkTotals } from './totals.ts';

const startAt = (path: string, surface: Surface): Place => ({ path, surface, found: [] });

const checkBlocks = (blocks: unknown, place: Place): void => list(block, 0, LIMITS.blocks[place.surface])(blocks, place);

const checkViewBlocks = (blocks: unknown, place: Place): void => {
  checkBlocks(blocks, place);
  checkTotals(blocks, place);
};

/** The blocks of a message wherever they stand in it: what is counted is counted over all of them. */
const allBlocks = ({ blocks, attachments }: JsonObject): JsonObject =>
  ({ blocks, attachments: isList(attachments) ? attachments.map((one) => (isObject(one) ? { blocks: one['blocks'] } : {})) : [] });

const checkText = (text: unknown, place: Place): void => {
  if (typeof text !== 'string') return report(place, 'type', 'must be a string');
  const length = lengthOf(text);
  const { recommended, longest } = LIMITS.messageText;
  if (length > recommended) {
    reportHouse(place, 'text_long', `no more than ${recommended} characters in an update, cut at ${longest} in a post (is ${length})`);
  }
  noBroadcast(text, place);
};

const checkAttachments = (attachments: unknown, place: Place): void => {
  if (!isList(attachments)) return report(place, 'type', 'must be an array');
  if (attachments.length > LIMITS.attachments) report(place, 'count', `no more than ${LIMITS.attachments} items allowed`);
  attachments.forEach((attachment, index) => {
    if (isObject(attachment) && attachment['blocks'] !== undefined) checkBlocks(attachment['blocks'], at(at(place, index), 'blocks'));
  });
};

/** Finds what Slack (`by: 'slack'`) or this project (`by: 'house'`) refuses in a message: `text`, `blocks`,
 * `attachments`, `markdown_text`. Other arguments of a call are not looked at; a pure `delete_original` needs no text. */
export const validateMessage = (payload: unknown): readonly Violation[] => {
  const place = startAt('', 'message');
  if (!isObject(payload)) {
    report(place, 'type', 'must be an object');
    return place.found;
  }
  const { text, blocks, attachments, markdown_text: markdown } = payload;
  if (text !== undefined) checkText(text, at(place, 'text'));
  if (blocks !== undefined) checkBlocks(blocks, at(place, 'blocks'));
  if (attachments !== undefined) checkAttachments(attachments, at(place, 'attachments'));
  checkTotals(allBlocks(payload), place);
  if (markdown !== undefined) {
    string(LIMITS.markdownCharacters)(markdown, at(place, 'markdown_text'));
    if (text !== undefined || blocks !== undefined) report(at(place, 'markdown_text'), 'exclusive', 'not together with text or blocks');
  }
  const silent = markdown === undefined && (typeof text !== 'string' || text.trim() === '');
  if (silent && payload['delete_original'] === undefined) {
    reportHouse(at(place, 'text'), 'text_missing', 'text is what screen readers and notifications read: say the answer there');
  }
  return place.found;
};

const COMMON = {
  private_metadata: string(LIMITS.view.privateMetadata, 0),
  callback_id: string(LIMITS.id, 0),
  external_id: string(LIMITS.id, 0),
} as const;
const title = plainText(LIMITS.view.title);
const modal: Rule = shape({
  required: { title, blocks: checkViewBlocks },
  optional: { ...COMMON, submit: title, close: title, clear_on_close: boolean, notify_on_close: boolean, submit_disabled: boolean },
});
const home: Rule = shape({ required: { blocks: checkViewBlocks }, optional: COMMON });

const inputsNeedSubmit: Rule = (value, place) => {
  if (!isObject(value) || value['submit'] !== undefined || !isList(value['blocks'])) return;
  if (value['blocks'].some((one) => isObject(one) && one['type'] === 'input')) {
    report(at(place, 'submit'), 'required', 'a modal with input blocks needs submit');
  }
};

/** Finds what Slack refuses in a modal or home view (see `validateMessage`). Size is that of its JSON in bytes. */
export const validateView = (view: unknown): readonly Violation[] => {
  const isHome = isObject(view) && view['type'] === 'home';
  const place = startAt('', isHome ? 'home' : 'modal');
  byType({ modal, home })(view, place);
  if (!isHome) inputsNeedSubmit(view, place);
  const bytes = Buffer.byteLength(JSON.stringify(view) ?? '');
  if (bytes > LIMITS.view.bytes) report(place, 'size', `must be no more than ${LIMITS.view.bytes} bytes (is ${bytes})`);
  return place.found;
};
