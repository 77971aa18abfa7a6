/** Draws messages, modals and Home views for a browser page: HTML that asks nobody for anything and whose controls say what they are. */
import { createElement as h } from 'react';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { isObject } from '../slack/block-kit/rules.ts';
import type { JsonObject } from '../slack/block-kit/rules.ts';
import { textOf } from '../slack/form-values.ts';
import { blocksNode } from './block-html/blocks.ts';
import { objects } from './block-html/drawing.ts';
import type { Drawing } from './block-html/drawing.ts';

export { blockStyles } from './block-html/styles.ts';

export interface DrawingOptions {
  /** Decides what "today" is; the present moment if left out. */
  readonly now?: Date;
  /** IANA zone of the person who reads; UTC if left out. */
  readonly zone?: string;
  /** Names by id. */
  readonly users?: ReadonlyMap<string, string>;
  readonly channels?: ReadonlyMap<string, string>;
  /** `state.values` of a view that is drawn again, and what the app refused, by block id. */
  readonly values?: JsonObject;
  readonly errors?: Readonly<Record<string, string>>;
}

const drawingFor = ({ now = new Date(), zone = 'UTC', users = new Map(), channels = new Map(), values = {}, errors = {} }: DrawingOptions): Drawing =>
  ({ reader: { zone, now: now.getTime(), nameOf: (id) => users.get(id) ?? channels.get(id) }, users, channels, values, errors });

/** Markdown may name pictures: told by their words instead of fetched. React writes attributes quoted and escaped. */
const withoutPictures = (html: string): string => html
  .replace(/<img\b[^>]*>/g, (whole) => `<span class="bk-picture">picture: ${/ alt="([^"]*)"/.exec(whole)?.[1] ?? ''}</span>`)
  .replace(/<(?:iframe|video|audio|source|link|script|object|embed)\b[^>]*>/g, '')
  .replaceAll(' id="slack_blocks_to_jsx"', '');

const page = (...nodes: readonly ReactNode[]): string => withoutPictures(renderToStaticMarkup(h('div', { className: 'bk' }, ...nodes)));

/**
 * Draws blocks as one HTML element. Everything in it is escaped, nothing in it makes a request. Each control is a native
 * one with `data-action-type`, `data-action-id`, `data-block-id` and `data-value`; a search menu names its `datalist`.
 */
export const blocksHtml = (blocks: readonly unknown[], options: DrawingOptions): string =>
  page(blocksNode(blocks.filter(isObject), drawingFor(options)));

const bar = (view: JsonObject): readonly ReactNode[] => [
  h('button', { type: 'button', className: 'bk-button', 'data-view': 'close' }, textOf(view['close']) || 'Cancel'),
  ...(view['submit'] === undefined ? [] : [h('button', { type: 'button', className: 'bk-button primary', 'data-view': 'submit', disabled: view['submit_disabled'] === true }, textOf(view['submit']))]),
];

/** Draws a modal as a dialog, whose two buttons carry `data-view="close"` and `"submit"`, or a Home view as its blocks. */
export const viewHtml = (view: unknown, options: DrawingOptions): string => {
  if (!isObject(view)) return page('');
  const content = blocksNode(objects(view['blocks']), drawingFor(options));
  if (view['type'] === 'home') return page(h('section', { className: 'bk-home', 'aria-label': 'Home' }, content));
  const title = textOf(view['title']);
  return page(h(
    'section', { className: 'bk-view', role: 'dialog', 'aria-label': title },
    h('header', {}, h('h2', {}, title), h('button', { type: 'button', className: 'bk-button', 'data-view': 'close', 'aria-label': 'Close the dialog' }, '✕')),
    h('div', { className: 'bk-view-blocks' }, content),
    h('footer', {}, ...bar(view)),
  ));
};
