/** Makes what stands in the page equal to something drawn anew, and keeps each element that stays: with the focus, an open menu, a press. */

/** Set by the page on what was drawn: an open menu stays open, a busy button busy. */
const OWN = new Set(['open', 'aria-busy']);
/** What somebody enters belongs to the field as it was drawn; a field drawn otherwise is another one. */
const FIELDS = 'select,input,textarea,.bk-external';

/** A control is known by its id, whatever it looks like; a block by its kind, because most get another id each time. */
function nameOf(node: Node): string {
  if (!(node instanceof HTMLElement)) return node.nodeName;
  const { actionId, channel, knob, blockType, blockId = '' } = node.dataset;
  if (blockType !== undefined) return blockType === 'input' ? `input ${blockId}` : blockType;
  return [node.tagName, actionId ?? channel ?? knob ?? node.className].join(' ');
}

const fieldIn = (menu: Element): HTMLElement | null => menu.querySelector<HTMLElement>('[data-action-id]');
const marksOf = (menu: Element): string =>
  JSON.stringify(['data-block-id', 'data-action-id', 'aria-labelledby', 'aria-describedby'].map((name) => fieldIn(menu)?.getAttribute(name)));

/** What is chosen in a menu that asks the app. */
export const choicesOf = (menu: Element): string => JSON.stringify([...menu.querySelectorAll('.bk-picked')].map((one) => one.getAttribute('data-value')));

/** Also with a choice that the app does not know yet: what it draws then is as it was. */
const isSameMenu = (now: Element, next: Element): boolean =>
  marksOf(now) === marksOf(next) && [choicesOf(now), fieldIn(now)?.dataset['drawn']].includes(choicesOf(next));

/** Whether one can become the other. */
function isSame(now: Node, next: Node): boolean {
  if (nameOf(now) !== nameOf(next)) return false;
  if (!(now instanceof Element && next instanceof Element && now.matches(FIELDS))) return true;
  return now.matches('.bk-external') ? isSameMenu(now, next) : now.isEqualNode(next);
}

function patchAttributes(now: Element, next: Element): void {
  for (const name of now.getAttributeNames()) if (!OWN.has(name) && !next.hasAttribute(name)) now.removeAttribute(name);
  for (const { name, value } of next.attributes) if (now.getAttribute(name) !== value) now.setAttribute(name, value);
}

function patchNode(now: Node, next: Node): void {
  if (now instanceof Element && next instanceof Element) patch(now, next);
  else if (now.nodeValue !== next.nodeValue) now.nodeValue = next.nodeValue;
}

/** Listeners stay those of the elements that stay; `next` is used up. */
export function patch(now: Element, next: Element): void {
  if (now.matches('.bk-external')) fieldIn(now)?.setAttribute('data-drawn', choicesOf(next));
  if (now.matches(FIELDS) || now.isEqualNode(next)) return;
  patchAttributes(now, next);
  patchChildren(now, [...next.childNodes]);
}

/** The same for what stands in an element; moving an element would take its focus away, so nothing is moved. */
export function patchChildren(parent: Element, wanted: readonly Node[]): void {
  let place = parent.firstChild;
  for (const next of wanted) {
    let same: ChildNode | null = place;
    while (same && !isSame(same, next)) same = same.nextSibling;
    if (same === null) {
      parent.insertBefore(next, place);
      continue;
    }
    while (place && place !== same) place = removed(place);
    patchNode(same, next);
    place = same.nextSibling;
  }
  while (place) place = removed(place);
}

function removed(node: ChildNode): ChildNode | null {
  const after = node.nextSibling;
  node.remove();
  return after;
}
