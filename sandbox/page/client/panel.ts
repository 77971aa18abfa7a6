/** The region at the side: the tour, the traffic, the knobs, or a thread. */
import type { Afterwards, ShownKnob, TrafficRow } from '../wire.ts';
import { act, toast, type App } from './app.ts';
import { byId, el } from './dom.ts';
import { holdPresses } from './hold.ts';
import { patchChildren } from './patch.ts';

export type PanelName = 'tour' | 'traffic' | 'knobs' | 'thread';

export interface Panel {
  readonly open: (name: PanelName) => void;
  readonly close: () => void;
  /** Draws the parts anew that show the status or the traffic. */
  readonly refresh: () => void;
  readonly addRow: (row: TrafficRow) => void;
  readonly current: () => PanelName | undefined;
}

export interface PanelOptions {
  readonly app: App;
  readonly tryStep: (command: string) => void;
  /** Presses the last button of this name in the open channel; false when there is none. */
  readonly press: (label: string) => Promise<boolean>;
  readonly openChannel: (channel: string) => void;
  /** The thread's own content. */
  readonly thread: () => readonly HTMLElement[];
  readonly closed: () => void;
}

const TITLES: Readonly<Record<PanelName, string>> = { tour: 'Try these', traffic: 'Traffic', knobs: 'Knobs', thread: 'Thread' };
const ROWS = 200;

const done = new Set<string>();

/** What follows a command: a button of its answer is pressed, and something happens; the outcome may be in another channel. */
function afterwardsNode({ app, press, openChannel }: PanelOptions, { press: label, knob, label: text, channel }: Afterwards): HTMLElement {
  const node = el('button', { type: 'button', class: 'plain afterwards' }, text);
  node.addEventListener('click', () => {
    const run = async (): Promise<void> => {
      node.setAttribute('aria-busy', 'true');
      if (label === undefined || await press(label)) {
        openChannel(channel);
        await act(app, { kind: 'knob', name: knob });
      } else toast(`Run the command first: its answer has the button “${label}”.`);
      node.removeAttribute('aria-busy');
    };
    if (node.getAttribute('aria-busy') !== 'true') void run();
  });
  return node;
}

function tour(options: PanelOptions): readonly HTMLElement[] {
  const { app, tryStep } = options;
  const steps = app.workspace.tour.map(({ title, command, notice, afterwards }, index) => {
    const step = el(
      'li', { class: `step${done.has(command) ? ' is-done' : ''}` }, el('h3', {}, `${index + 1}. ${title}`),
      el('button', {
        type: 'button', class: 'command',
        click: () => {
          done.add(command);
          step.classList.add('is-done');
          tryStep(command);
        },
      }, command),
      el('p', {}, notice), ...(afterwards === undefined ? [] : [afterwardsNode(options, afterwards)]),
    );
    return step;
  });
  return [
    el('p', {}, 'Ninety days at an invented partner with some forty customers. A click types the command for you; the real bot answers.'),
    el('ol', { style: 'list-style:none;margin:0;padding:0' }, ...steps),
  ];
}

const clock = (at: number): string => new Date(at).toLocaleTimeString('en-GB');

const badge = ({ outcome, isFailure, verdict }: TrafficRow): HTMLElement => {
  const wrong = typeof verdict === 'number';
  const blocks = verdict === 'right' ? ' · blocks right' : wrong ? ` · ${verdict} rules broken` : '';
  return el('span', { class: `badge${isFailure || wrong ? ' bad' : ''}` }, `${outcome}${blocks}`);
};

/** An address as a person reads it; a broken one stays as it is. */
function readable(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function rowNode(row: TrafficRow): HTMLElement {
  const payload = el('pre', { tabindex: '0' }, '…');
  const load = async (): Promise<void> => {
    const answer = await fetch(`/traffic?id=${row.id}`);
    payload.textContent = await answer.text();
  };
  return el(
    'details', { class: 'row', toggle: () => { if (payload.textContent === '…') void load(); } },
    el(
      'summary', {}, el('span', { class: 'at' }, clock(row.at)), el('span', { class: 'way' }, `${row.from} → ${row.to}`), badge(row),
      el('span', { class: 'what' }, `${readable(row.name).slice(0, 200)} · ${Math.round(row.elapsedMs)} ms`),
    ),
    payload,
  );
}

function traffic({ app }: PanelOptions): readonly HTMLElement[] {
  return [
    el('p', {}, 'Everything between Slack, the bot, Entra and Partner Center, newest first. Open a line to read both payloads; what the bot sends to Slack is checked against the rules of Block Kit.'),
    el('div', { class: 'rows' }, ...app.traffic.slice(-ROWS).toReversed().map(rowNode)),
  ];
}

const otherTransport = ({ status }: App) => (status?.transport === 'socket' ? 'http' as const : 'socket' as const);

const transportNode = (app: App): HTMLElement => {
  const other = otherTransport(app);
  return el(
    'div', { class: 'knob' },
    el('div', {}, el('strong', {}, `Connected by ${other === 'socket' ? 'signed HTTP' : 'Socket Mode'}`), el('small', {}, 'The same code; the bot is started anew with other variables.')),
    el('button', {
      type: 'button', 'data-knob': 'transport', 'aria-busy': String(app.status?.bot === 'starting'),
      click: () => void act(app, { kind: 'transport', transport: otherTransport(app) }),
    }, other === 'socket' ? 'Use Socket Mode' : 'Use HTTP'),
  );
};

function knobNode(app: App, { name, label, explains, kind, isOn }: ShownKnob): HTMLElement {
  const text = kind === 'push' ? 'Do it' : isOn ? 'On' : 'Off';
  return el(
    'div', { class: 'knob' }, el('div', {}, el('strong', {}, label), el('small', {}, explains)),
    el('button', {
      type: 'button', 'data-knob': name, 'aria-label': `${label}: ${text}`, ...(kind === 'switch' ? { 'aria-pressed': String(isOn) } : {}),
      click: () => void act(app, { kind: 'knob', name }),
    }, text),
  );
}

function knobs({ app }: PanelOptions): readonly HTMLElement[] {
  return [
    el('p', {}, 'Make something go wrong, then ask the bot again. It goes on and tries again where it can, and says so if it gives up.'),
    transportNode(app), ...(app.status?.knobs ?? []).map((knob) => knobNode(app, knob)),
  ];
}

function markTools(current: PanelName | undefined): void {
  for (const button of document.querySelectorAll<HTMLElement>('[data-panel]')) button.setAttribute('aria-pressed', String(button.dataset['panel'] === current));
}

const CONTENTS = { tour, traffic, knobs };

function contentOf(name: PanelName, options: PanelOptions, close: () => void): readonly HTMLElement[] {
  const head = el('header', {}, el('h2', {}, TITLES[name]), el('button', { type: 'button', class: 'close', 'aria-label': `Close ${TITLES[name]}`, click: close }, '✕'));
  return name === 'thread' ? [head, ...options.thread()] : [head, el('div', { class: 'panel-body' }, ...CONTENTS[name](options))];
}

export function createPanel(options: PanelOptions): Panel {
  const root = byId('panel', HTMLElement);
  let current: PanelName | undefined;
  let opener: HTMLElement | undefined;

  const close = (): void => {
    const was = current;
    current = undefined;
    root.hidden = true;
    root.replaceChildren();
    markTools(undefined);
    if (was === 'thread') options.closed();
    opener?.focus();
  };
  const draw = (): void => {
    if (current) root.replaceChildren(...contentOf(current, options, close));
  };
  const hold = holdPresses(root);
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) close();
  });

  return {
    close,
    current: () => current,
    open: (name) => {
      if (current === name && name !== 'thread') return close();
      opener = document.activeElement instanceof HTMLElement ? document.activeElement : undefined;
      current = name;
      root.hidden = false;
      draw();
      return markTools(name);
    },
    refresh: () => {
      hold(() => { if (current === 'knobs') patchChildren(root, contentOf('knobs', options, close)); });
    },
    addRow: (row) => {
      hold(() => { if (current === 'traffic') root.querySelector('.rows')?.prepend(rowNode(row)); });
    },
  };
}
