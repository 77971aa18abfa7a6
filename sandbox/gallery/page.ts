/** The gallery as one page that needs nothing beside itself. */
import { blocksHtml, blockStyles, viewHtml } from '../page/block-html.ts';
import { NOW, ZONE } from './answers.ts';
import type { Drawn, Payload } from './drawn.ts';

/** Widths in CSS pixels: a phone in the hand, and Slack's message column on a desktop. */
export const WIDTHS = { phone: 390, desktop: 640 } as const;
export type Width = keyof typeof WIDTHS;

const STYLES = `
body{font:14px/1.5 system-ui,sans-serif;margin:24px;background:#f4f4f4;color:#1d1c1d}
h2{margin:40px 0 8px}h3{font-size:14px;margin:24px 0 8px}
.frames{display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start;width:max-content}
figure{margin:0}figcaption{font-size:12px;color:#616061}
.frame{box-sizing:border-box;background:#fff;border:1px solid #ddd;padding:12px 16px;overflow:hidden}
.phone .frame{width:${WIDTHS.phone}px}.desktop .frame{width:${WIDTHS.desktop}px}
.from{font:700 15px/1.4 Lato,"Helvetica Neue",Arial,sans-serif;margin-bottom:4px}.from small{font-weight:400;color:#616061}
.said{font-size:12px;color:#616061;max-width:1100px;overflow-wrap:anywhere}
`;

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const content = (payload: Payload): string => {
  const options = { now: NOW, zone: ZONE };
  return payload.kind === 'view'
    ? viewHtml(payload.view, options)
    : `<div class="from">Partner Center audit <small>APP · 10:57</small></div>${blocksHtml(payload.blocks, options)}`;
};

const figure = (caption: string, payload: Payload): string =>
  `<figure><figcaption>${caption}</figcaption><div class="frame" data-frame>${content(payload)}</div></figure>`;

/** The place of a sample's picture in the page. */
export const frameId = (name: string, width: Width): string => `${name}--${width}`;

const sample = ({ name, title, rich, plain }: Drawn): string => [
  `<h3>${escape(title)}</h3>`,
  ...(rich.kind === 'message' ? [`<p class="said">Read out: ${escape(rich.text)}</p>`] : []),
  ...(['phone', 'desktop'] as const).map((width) =>
    `<div class="frames ${width}" id="${frameId(name, width)}">${figure('rich', rich)}${plain === undefined ? '' : figure('plain', plain)}</div>`),
].join('\n');

/** One static HTML page with every sample, rich beside plain, at both widths. No script, no request. */
export function galleryPage(drawn: readonly Drawn[]): string {
  const kinds = [...Map.groupBy(drawn, ({ kind }) => kind)];
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Screens</title>',
    '<meta name="viewport" content="width=device-width">',
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
    `<style>${blockStyles()}${STYLES}</style></head><body><h1>Screens</h1>`,
    `<p>${kinds.map(([kind]) => `<a href="#${kind}">${kind}</a>`).join(' · ')}</p>`,
    ...kinds.map(([kind, samples]) => `<section><h2 id="${kind}">${kind}</h2>${samples.map(sample).join('\n')}</section>`),
    '</body></html>',
  ].join('\n');
}
