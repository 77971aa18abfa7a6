/** The controls inside drawn blocks: what stands in them, and what to send when one is used. */
import type { ElementUse, FieldValue, FieldValues } from '../wire.ts';
import { byId, closest, el } from './dom.ts';

/** Sends what a control asks for; resolves when Slack has an answer. */
export type Use = (element: ElementUse) => Promise<unknown>;

const CLICKED = /^(button|icon_button|workflow_button|overflow|feedback_buttons)$/;

export const keyOf = (control: HTMLElement): string => `${control.dataset['blockId'] ?? ''}\n${control.dataset['actionId'] ?? ''}`;

const controlsIn = (root: ParentNode): readonly HTMLElement[] => [...root.querySelectorAll<HTMLElement>('[data-action-id]')];
const typeOf = (control: HTMLElement): string => control.dataset['actionType'] ?? '';

export interface Offer {
  readonly label: string;
  readonly value: string;
}

/** What was chosen in a menu that asks the app. */
export const pickedIn = (control: HTMLElement): readonly Offer[] => JSON.parse(control.dataset['picked'] ?? '[]') as Offer[];

const secondsOf = (local: string): FieldValue => (local === '' ? null : Date.parse(`${local}Z`) / 1000);

function valueOf(control: HTMLElement, all: readonly HTMLElement[]): FieldValue {
  const type = typeOf(control);
  if (type.endsWith('external_select')) {
    const picked = pickedIn(control).map(({ value }) => value);
    return type.startsWith('multi_') ? picked : picked[0] ?? null;
  }
  if (type === 'checkboxes' || type === 'radio_buttons') {
    const checked = all.filter((one) => keyOf(one) === keyOf(control) && one instanceof HTMLInputElement && one.checked).map((one) => one.dataset['value'] ?? '');
    return type === 'checkboxes' ? checked : checked[0] ?? null;
  }
  if (control instanceof HTMLSelectElement && control.multiple) return [...control.selectedOptions].map(({ value }) => value);
  const text = control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement ? control.value : '';
  return type === 'datetimepicker' ? secondsOf(text) : text === '' ? null : text;
}

/** Everything entered so far, by block id and action id. */
export function fieldValues(root: ParentNode): FieldValues {
  const all = controlsIn(root).filter((control) => !CLICKED.test(typeOf(control)));
  return Object.fromEntries(all.map((control) => [keyOf(control), valueOf(control, all)]));
}

/** What was typed before stays when the app draws its view anew. */
export function restoreFields(root: ParentNode, before: FieldValues, initially: FieldValues): void {
  for (const control of controlsIn(root)) {
    const value = before[keyOf(control)];
    if (value === undefined || JSON.stringify(value) === JSON.stringify(initially[keyOf(control)])) continue;
    const isText = control instanceof HTMLTextAreaElement || (control instanceof HTMLInputElement && !/checkbox|radio|search|file/.test(control.type));
    if (isText || (control instanceof HTMLSelectElement && !control.multiple)) control.value = value === null ? '' : String(value);
    else if (control instanceof HTMLInputElement && /checkbox|radio/.test(control.type)) control.checked = [value].flat().includes(control.dataset['value'] ?? '');
  }
}

const useOf = (control: HTMLElement, root: ParentNode): ElementUse => ({
  type: typeOf(control), blockId: control.dataset['blockId'] ?? '', actionId: control.dataset['actionId'] ?? '',
  value: CLICKED.test(typeOf(control)) ? control.dataset['value'] ?? null : valueOf(control, controlsIn(root)),
});

/** A click on a checkbox or a radio button of a message reports that one option. */
const changeOf = (control: HTMLElement, root: ParentNode): ElementUse => {
  const use = useOf(control, root);
  return use.type === 'checkboxes' || use.type === 'radio_buttons' ? { ...use, value: control.dataset['value'] ?? null } : use;
};

/** As Slack: the control shows that it is busy until the app has acknowledged. */
async function whileBusy(control: HTMLElement, work: () => Promise<unknown>): Promise<void> {
  if (control.getAttribute('aria-busy') === 'true') return;
  control.setAttribute('aria-busy', 'true');
  try {
    await work();
  } finally {
    control.removeAttribute('aria-busy');
  }
}

/** Asks first where the app wants it. */
async function isWanted(control: HTMLElement): Promise<boolean> {
  const question = control.dataset['confirm'];
  if (question === undefined) return true;
  const dialog = byId('confirm', HTMLDialogElement);
  const answer = (returned: string): (() => void) => () => dialog.close(returned);
  dialog.replaceChildren(
    el('p', {}, question),
    el('menu', {}, el('button', { class: 'plain', click: answer('') }, 'Cancel'), el('button', { class: 'plain', click: answer('yes') }, 'Yes')),
  );
  dialog.setAttribute('aria-label', 'Are you sure?');
  dialog.returnValue = '';
  dialog.showModal();
  await new Promise((resolve) => { dialog.addEventListener('close', resolve, { once: true }); });
  return dialog.returnValue === 'yes';
}

/** As in Slack, a click adds a choice or takes it away; a native list would forget the others. */
function toggleOption(event: Event): void {
  const option = event.target;
  if (!(option instanceof HTMLOptionElement)) return;
  const select = option.closest('select');
  if (!select?.multiple) return;
  event.preventDefault();
  const top = select.scrollTop;
  option.selected = !option.selected;
  select.focus();
  select.scrollTop = top;
  select.dispatchEvent(new Event('change', { bubbles: true }));
}

/** One handler for all controls below `root`; `changes` tells what reports a change at once. */
export function wireControls(root: HTMLElement, use: (control: HTMLElement) => Use | undefined, options: 'eachOption' | 'wholeField'): void {
  const run = async (control: HTMLElement, what: ElementUse): Promise<void> => {
    const send = use(control);
    if (send === undefined || !await isWanted(control)) return;
    await whileBusy(control, () => send(what));
  };
  root.addEventListener('mousedown', toggleOption);
  root.addEventListener('click', (event) => {
    const control = closest(event.target, 'button[data-action-id]');
    if (control === undefined) return;
    closest(control, 'details.bk-overflow')?.removeAttribute('open');
    void run(control, useOf(control, root));
  });
  root.addEventListener('change', (event) => {
    const control = closest(event.target, '[data-action-id]');
    if (control === undefined || CLICKED.test(typeOf(control)) || typeOf(control).endsWith('external_select')) return;
    const what = options === 'eachOption' ? changeOf(control, root) : useOf(control, root);
    if (what.value !== null || options === 'wholeField') void run(control, what);
  });
}

/** A menu at the end of the list opens into view. */
export function showMenu(event: Event): void {
  if (event.target instanceof HTMLDetailsElement && event.target.open) event.target.querySelector('.bk-menu')?.scrollIntoView({ block: 'nearest' });
}

/** Menus that stand open close as menus do. */
export function closeMenus(event: Event): void {
  const inside = closest(event.target, 'details.bk-overflow');
  const isEscape = event instanceof KeyboardEvent && event.key === 'Escape';
  for (const menu of document.querySelectorAll('details.bk-overflow[open]')) {
    if (isEscape || menu !== inside) menu.removeAttribute('open');
    if (isEscape) menu.querySelector('summary')?.focus();
  }
}
