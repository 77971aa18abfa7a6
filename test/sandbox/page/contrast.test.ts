import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { blockStyles } from '../../../sandbox/page/block-html.ts';

const frame = readFileSync(new URL('../../../sandbox/page/page.css', import.meta.url), 'utf8');
const blocks = blockStyles();

const [ROOT] = /:root\{[^}]*\}/.exec(frame) ?? [''];
const VARIABLES: Readonly<Record<string, string>> = Object.fromEntries([...ROOT.matchAll(/--([\w-]+):(#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]));

/** What WCAG 2.2 calls relative luminance; page: www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const resolved = (colour: string): string => {
  const [, name = ''] = /^var\(--([\w-]+)\)$/.exec(colour) ?? [];
  return (VARIABLES[name] ?? colour).replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3');
};

/** Rules that set both colours of a text, but for what is switched off. */
const pairsIn = (styles: string): readonly (readonly [string, string, string])[] => [...styles.matchAll(/([^{}]+)\{([^{}]*)\}/g)].flatMap(([, selector = '', body = '']) => {
  const [, ink = ''] = /(?:^|;)color:([^;]+)/.exec(body) ?? [];
  const [, ground = ''] = /(?:^|;)background(?:-color)?:([^;]+)/.exec(body) ?? [];
  const [text, behind] = [resolved(ink), resolved(ground)];
  return /^#\w{6}$/.test(text) && /^#\w{6}$/.test(behind) && !selector.includes(':disabled') ? [[selector.trim(), text, behind] as const] : [];
});

/** Where the grey lines stand: on white, on a line under the pointer, on what only one person sees. */
const GROUNDS = ['#ffffff', VARIABLES['wash'] ?? '', /\.is-ephemeral\{background:(#\w{6})/.exec(frame)?.[1] ?? ''];

describe('sandbox/page/page.css', () => {
  it.each(['ink', 'soft', 'blue', 'red'])('writes in --%s so that it can be read on every ground', (name) => {
    expect(GROUNDS.map((ground) => contrast(VARIABLES[name] ?? '', ground)).filter((ratio) => !(ratio >= 4.5))).toEqual([]);
  });

  it('writes the grey lines of messages so that they can be read on every ground', () => {
    const [, grey = ''] = /\.bk-context\{[^}]*color:(#\w{6})/.exec(blocks) ?? [];

    expect(Math.min(...GROUNDS.map((ground) => contrast(grey, ground)))).toBeGreaterThanOrEqual(4.5);
  });

  it('writes in the sidebar so that it can be read, also under the pointer', () => {
    const [, heading = ''] = /\.sidebar h2\{[^}]*color:(#\w{6})/.exec(frame) ?? [];
    const { side = '', 'side-2': pointed = '', 'side-ink': ink = '' } = VARIABLES;

    for (const ratio of [contrast(ink, side), contrast(ink, pointed), contrast(heading, side)]) expect(ratio).toBeGreaterThanOrEqual(4.5);
  });

  it('gives every text that stands on a colour of its own enough of a contrast', () => {
    const pairs = pairsIn(`${frame}\n${blocks}`);

    expect(pairs.length).toBeGreaterThan(15);
    expect(pairs.filter(([, ink, ground]) => contrast(ink, ground) < 4.5)).toEqual([]);
  });
});
