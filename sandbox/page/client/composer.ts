/** The box one types into: plain text, slash commands with their hints, and what was typed before. */
import type { ShownCommand, ShownShortcut } from '../wire.ts';
import { el } from './dom.ts';

export interface ComposerOptions {
  readonly label: string;
  readonly commands: readonly ShownCommand[];
  readonly shortcuts: readonly ShownShortcut[];
  /** Newest last. */
  readonly history: string[];
  readonly send: (text: string) => Promise<unknown>;
  readonly runShortcut: (callbackId: string) => Promise<unknown>;
}

export interface Composer {
  readonly root: HTMLElement;
  readonly text: HTMLTextAreaElement;
  /** As if somebody typed it and pressed Enter. */
  readonly say: (text: string) => Promise<void>;
}

const HISTORY = 50;

interface Parts {
  readonly text: HTMLTextAreaElement;
  readonly pop: HTMLElement;
  readonly note: HTMLElement;
  readonly send: HTMLButtonElement;
}

const grow = ({ text, send }: Parts): void => {
  text.style.height = 'auto';
  text.style.height = `${text.scrollHeight}px`;
  send.disabled = text.value.trim() === '';
};

/** What begins so: the hint says how it goes on. */
const matching = (commands: readonly ShownCommand[], typed: string): readonly ShownCommand[] =>
  (typed.startsWith('/') ? commands.filter(({ command }) => command.startsWith(typed.split(' ')[0] ?? '')) : []);

function hint({ text, pop, note }: Parts, commands: readonly ShownCommand[]): void {
  const found = matching(commands, text.value);
  const exact = found.find(({ command }) => text.value.startsWith(`${command} `));
  note.textContent = exact ? `${exact.command} ${exact.usageHint}` : '';
  pop.hidden = found.length === 0 || exact !== undefined;
  pop.replaceChildren(el('h2', {}, 'Commands'), ...found.map(({ command, usageHint, description }) => el('button', {
    type: 'button',
    click: () => {
      text.value = `${command} `;
      pop.hidden = true;
      text.focus();
      text.dispatchEvent(new Event('input'));
    },
  }, el('strong', {}, command), ` ${usageHint}`, el('small', {}, description))));
}

function shortcutMenu({ pop }: Parts, { shortcuts, runShortcut }: ComposerOptions): void {
  pop.hidden = !pop.hidden;
  const run = (callbackId: string): void => {
    pop.hidden = true;
    void runShortcut(callbackId);
  };
  const rows = shortcuts.map(({ name, description, callbackId }) =>
    el('button', { type: 'button', click: () => run(callbackId) }, el('strong', {}, name), el('small', {}, description)));
  pop.replaceChildren(el('h2', {}, 'Shortcuts'), ...(rows.length > 0 ? rows : [el('p', {}, 'The app has none.')]));
  pop.querySelector('button')?.focus();
}

/** Up and down through what was typed before, as long as nothing else stands in the box. */
function recall({ text }: Parts, history: readonly string[], by: 1 | -1): boolean {
  const at = history.lastIndexOf(text.value);
  if (text.value !== '' && at < 0) return false;
  const next = text.value === '' ? (by < 0 ? history.length - 1 : -1) : at + by;
  if (next < 0) return text.value !== '';
  text.value = history[next] ?? '';
  text.setSelectionRange(text.value.length, text.value.length);
  text.dispatchEvent(new Event('input'));
  return true;
}

function pressed(parts: Parts, options: ComposerOptions, event: KeyboardEvent, send: () => void): void {
  const { text, pop } = parts;
  const isOpen = !pop.hidden && text.value.startsWith('/');
  if (event.isComposing) return;
  if (event.key === 'Escape') pop.hidden = true;
  else if (event.key === 'Tab' && isOpen && !event.shiftKey) pop.querySelector('button')?.click();
  else if (event.key === 'Enter' && !event.shiftKey) send();
  else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
    if (!recall(parts, options.history, event.key === 'ArrowUp' ? -1 : 1)) return;
  } else return;
  event.preventDefault();
}

function partsOf(label: string): Parts {
  return {
    text: el('textarea', { rows: 1, id: label === 'Reply' ? 'reply-text' : 'composer-text', 'aria-label': label, placeholder: label, autocomplete: 'off', spellcheck: 'false' }),
    pop: el('div', { class: 'pop', hidden: true }),
    note: el('p', { class: 'note', 'aria-live': 'polite' }),
    send: el('button', { type: 'button', class: 'send', disabled: true }, 'Send'),
  };
}

export function createComposer(options: ComposerOptions): Composer {
  const parts = partsOf(options.label);
  const { text, pop, note, send: button } = parts;
  const say = async (said: string): Promise<void> => {
    const { history } = options;
    if (history.at(-1) !== said) history.push(said);
    history.splice(0, history.length - HISTORY);
    text.value = '';
    grow(parts);
    hint(parts, options.commands);
    await options.send(said);
  };
  const send = (): void => {
    if (text.value.trim() !== '') void say(text.value.trim());
  };
  text.addEventListener('input', () => {
    grow(parts);
    hint(parts, options.commands);
  });
  text.addEventListener('keydown', (event) => pressed(parts, options, event, send));
  pop.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    pop.hidden = true;
    text.focus();
  });
  button.addEventListener('click', send);
  const plus = el('button', { type: 'button', class: 'plus', 'aria-label': 'Shortcuts', click: () => shortcutMenu(parts, options) }, '+');
  const box = el('div', { class: 'composer-box' }, options.label === 'Reply' ? undefined : plus, text, button);
  return { root: el('div', { class: 'composer' }, pop, box, note), text, say };
}
