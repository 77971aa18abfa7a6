/** The topmost modal: a native dialog, so that the focus stays inside and Escape closes it. */
import type { Act, DrawnView, FieldValues } from '../wire.ts';
import { tryAct, type App } from './app.ts';
import { wireComboboxes } from './combobox.ts';
import { byId, closest, drawn, el } from './dom.ts';
import { fieldValues, keyOf, restoreFields, wireControls, type Offer } from './elements.ts';
import { holdPresses } from './hold.ts';
import { patchChildren } from './patch.ts';

export interface Modal {
  readonly show: (view: DrawnView | null) => void;
}

const FIELD = 'input,select,textarea';

/** The field that had the focus, where it still is; otherwise the first one. What is only read begins at its first line. */
function refocus(dialog: HTMLElement, before: HTMLElement | undefined): void {
  const controls = [...dialog.querySelectorAll<HTMLElement>('[data-action-id]')];
  const wrong = dialog.querySelector<HTMLElement>('.bk-error')?.closest('.bk-input')?.querySelector<HTMLElement>('[data-action-id]');
  // A block without an id of its own gets another one each time it is drawn.
  const same = before && (controls.find((control) => keyOf(control) === keyOf(before)) ?? controls.find(({ dataset }) => dataset['actionId'] === before.dataset['actionId']));
  (wrong ?? same ?? dialog.querySelector<HTMLElement>(`.bk-view-blocks :is(${FIELD})`) ?? dialog.querySelector<HTMLElement>('.bk-view-blocks'))?.focus();
}

/** As Slack: above the content, until the next try. */
function trouble(dialog: HTMLElement, notices: readonly string[]): void {
  dialog.querySelector('.trouble')?.remove();
  if (notices.length > 0) dialog.querySelector('.bk-view>header')?.after(el('div', { class: 'trouble', role: 'alert' }, notices.join(' ')));
}

/** The dialog itself is announced; the drawing's own role would say it twice. */
function frame(view: DrawnView): HTMLElement {
  const root = drawn(view.html);
  const section = root.querySelector('.bk-view');
  section?.removeAttribute('role');
  section?.removeAttribute('aria-label');
  // The arrow keys scroll what holds the focus.
  section?.querySelector('.bk-view-blocks')?.setAttribute('tabindex', '0');
  if (view.depth > 1) section?.querySelector('header h2')?.after(el('span', { class: 'depth' }, `${view.depth} of 3`));
  nameFields(root);
  describeErrors(root);
  return root;
}

/** A screen reader reads the label with its field, not only near it; the same names for the same view, so that its fields stay. */
function nameFields(root: HTMLElement): void {
  for (const [index, input] of root.querySelectorAll('.bk-input').entries()) {
    const label = input.querySelector('.bk-label');
    if (!label) continue;
    label.id = `label-${index}`;
    for (const field of input.querySelectorAll('[data-action-id]:not([type=checkbox],[type=radio])')) field.setAttribute('aria-labelledby', label.id);
  }
}

/** What is wrong with a field is read with it, too. */
function describeErrors(root: HTMLElement): void {
  for (const [index, error] of root.querySelectorAll<HTMLElement>('.bk-error').entries()) {
    const field = error.closest('.bk-input')?.querySelector('[data-action-id]');
    error.id = `error-${index}`;
    field?.setAttribute('aria-invalid', 'true');
    field?.setAttribute('aria-describedby', error.id);
  }
}

type Send = (wanted: Act) => Promise<readonly Offer[] | undefined>;

async function submit(dialog: HTMLElement, send: Send): Promise<void> {
  const button = dialog.querySelector<HTMLButtonElement>('[data-view=submit]');
  if (!button || button.getAttribute('aria-busy') === 'true' || button.disabled) return;
  button.setAttribute('aria-busy', 'true');
  await send({ kind: 'submit', values: fieldValues(dialog) });
  button.removeAttribute('aria-busy');
}

function wireDialog(dialog: HTMLElement, send: Send): void {
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    void send({ kind: 'close' });
  });
  dialog.addEventListener('click', (event) => {
    const kind = closest(event.target, '[data-view]')?.dataset['view'];
    if (kind === 'close') void send({ kind: 'close' });
    if (kind === 'submit') void submit(dialog, send);
  });
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit(dialog, send);
  });
  wireControls(dialog, () => (element) => send({ kind: 'useInView', element, values: fieldValues(dialog) }), 'wholeField');
}

function wireMenus(dialog: HTMLElement, send: Send): void {
  const ask = async (control: HTMLElement, query: string): Promise<readonly Offer[]> => {
    const { blockId = '', actionId = '' } = control.dataset;
    return await send({ kind: 'suggest', message: null, blockId, actionId, query }) ?? [];
  };
  wireComboboxes(dialog, ask, (control) => {
    const { actionType = '', blockId = '', actionId = '' } = control.dataset;
    const value = fieldValues(dialog)[keyOf(control)] ?? null;
    void send({ kind: 'useInView', values: {}, element: { type: actionType, blockId, actionId, value } });
  });
}

export function createModal(app: App): Modal {
  const dialog = byId('modal', HTMLDialogElement);
  let shown: DrawnView | null = null;
  let initially: FieldValues = {};

  const send: Send = async (wanted) => {
    const answer = await tryAct(app, wanted);
    trouble(dialog, answer.notices);
    return answer.options;
  };
  const draw = (view: DrawnView, isSame: boolean): void => {
    const [values, focused, drawnBefore] = [fieldValues(dialog), closest(document.activeElement, '#modal [data-action-id]'), initially];
    const fresh = frame(view);
    initially = fieldValues(fresh);
    // What is being typed stays, also while the app changes another part of the view.
    if (isSame) patchChildren(dialog, [fresh]);
    else dialog.replaceChildren(fresh);
    dialog.setAttribute('aria-label', view.title);
    if (isSame) restoreFields(dialog, values, drawnBefore);
    wireMenus(dialog, send);
    if (!dialog.open) dialog.showModal();
    refocus(dialog, isSame ? focused : undefined);
  };
  const show = (view: DrawnView | null): void => {
    const isSame = view !== null && shown?.id === view.id;
    if (isSame && shown?.stamp === view.stamp) return;
    shown = view;
    if (view) return draw(view, isSame);
    dialog.close();
    dialog.replaceChildren();
  };
  const hold = holdPresses(dialog);
  wireDialog(dialog, send);

  return { show: (view) => hold(() => show(view)) };
}
