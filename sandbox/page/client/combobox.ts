/** A menu that asks the app for its options while one types. */
import { closest, el } from './dom.ts';
import { pickedIn, type Offer } from './elements.ts';
import { choicesOf } from './patch.ts';

/** Asks the app; undefined when it could not say. */
export type Ask = (control: HTMLElement, query: string) => Promise<readonly Offer[]>;

const WAIT_MS = 250;
let count = 0;

interface Box {
  readonly input: HTMLInputElement;
  readonly holder: HTMLElement;
  readonly list: HTMLUListElement;
  readonly isMany: boolean;
}

/** What is chosen stands before the field; a click on it takes it back. */
function choose(box: Box, picked: readonly Offer[]): void {
  const { input, holder } = box;
  input.dataset['picked'] = JSON.stringify(picked);
  for (const old of holder.querySelectorAll('.bk-picked')) old.remove();
  holder.prepend(...picked.map((offer) => el('button', {
    type: 'button', class: 'bk-picked', 'data-value': offer.value, 'aria-label': `Remove ${offer.label}`,
    click: () => {
      choose(box, picked.filter(({ value }) => value !== offer.value));
      input.focus();
    },
  }, `${offer.label} ✕`)));
  input.value = '';
}

const withOffer = ({ input, isMany }: Box, offer: Offer): readonly Offer[] =>
  (isMany ? [...pickedIn(input).filter(({ value }) => value !== offer.value), offer] : [offer]);

function hide({ input, list }: Box): void {
  list.hidden = true;
  input.setAttribute('aria-expanded', 'false');
  input.removeAttribute('aria-activedescendant');
}

function show(box: Box, offers: readonly Offer[]): void {
  const { input, list } = box;
  list.replaceChildren(...offers.map(({ label, value }, index) =>
    el('li', { role: 'option', id: `${list.id}-${index}`, 'data-value': value, 'aria-selected': index === 0 ? 'true' : 'false' }, label)));
  if (offers.length === 0) list.append(el('li', { class: 'none' }, 'No results'));
  list.hidden = false;
  input.setAttribute('aria-expanded', 'true');
  if (offers.length > 0) input.setAttribute('aria-activedescendant', `${list.id}-0`);
}

const optionsIn = ({ list }: Box): readonly HTMLElement[] => [...list.querySelectorAll<HTMLElement>('[role=option]')];
const selected = (box: Box): HTMLElement | undefined => optionsIn(box).find((option) => option.getAttribute('aria-selected') === 'true');

function move(box: Box, by: number): void {
  const options = optionsIn(box);
  const from = options.indexOf(selected(box) ?? box.list);
  const to = options[(from + by + options.length) % options.length];
  for (const option of options) option.setAttribute('aria-selected', String(option === to));
  if (to) box.input.setAttribute('aria-activedescendant', to.id);
  to?.scrollIntoView({ block: 'nearest' });
}

function pressed(box: Box, event: KeyboardEvent, take: (option: HTMLElement) => void): void {
  const { input, list } = box;
  if (event.key === 'Backspace' && input.value === '') choose(box, pickedIn(input).slice(0, -1));
  if (list.hidden) return;
  const option = selected(box);
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') move(box, event.key === 'ArrowDown' ? 1 : -1);
  else if (event.key === 'Enter' && option) take(option);
  else if (event.key === 'Escape') hide(box);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function boxOf(input: HTMLInputElement): Box {
  count += 1;
  const list = el('ul', { role: 'listbox', id: `offers-${count}`, class: 'offers', 'aria-label': 'Options', hidden: true });
  const holder = input.parentElement ?? el('span');
  holder.append(list);
  input.removeAttribute('list');
  for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-expanded', 'false'], ['aria-controls', list.id]] as const) input.setAttribute(name, value);
  return { input, holder, list, isMany: input.dataset['actionType']?.startsWith('multi_') === true };
}

/** What the app had chosen already stands beside the field as drawn. */
const drawnAlready = ({ holder }: Box): readonly Offer[] =>
  [...holder.querySelectorAll<HTMLElement>('.bk-picked')].map((one) => ({ label: one.textContent, value: one.dataset['value'] ?? '' }));

/** Gives every such menu below `root` its list, unless it has it; `changed` hears of a choice. */
export function wireComboboxes(root: ParentNode, ask: Ask, changed: (control: HTMLInputElement) => void): void {
  for (const input of root.querySelectorAll<HTMLInputElement>('input[data-options-list]:not([role=combobox])')) {
    const box = boxOf(input);
    choose(box, drawnAlready(box));
    input.dataset['drawn'] = choicesOf(box.holder);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const take = (option: HTMLElement): void => {
      choose(box, withOffer(box, { label: option.textContent, value: option.dataset['value'] ?? '' }));
      hide(box);
      changed(input);
    };
    const look = async (query: string): Promise<void> => {
      const offers = await ask(input, query);
      if (input.value === query) show(box, offers);
    };
    input.addEventListener('input', () => {
      clearTimeout(timer);
      const query = input.value;
      if (query.length < Number(input.dataset['minQueryLength'] ?? 3)) hide(box);
      else timer = setTimeout(() => void look(query), WAIT_MS);
    });
    input.addEventListener('keydown', (event) => pressed(box, event, take));
    input.addEventListener('blur', () => hide(box));
    box.list.addEventListener('mousedown', (event) => {
      event.preventDefault();
      const option = closest(event.target, '[role=option]');
      if (option) take(option);
    });
  }
}
