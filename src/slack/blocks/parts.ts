/** Pieces of a message, each in the blocks that look best and in those that every surface takes. */
import type { KnownBlock } from '@slack/types';
import type { Rendered } from '../message.ts';
import { plainBlock } from './elements.ts';
import { escapedWithin, LIMITS } from './text.ts';

export interface Part {
  readonly rich: readonly KnownBlock[];
  readonly plain: readonly KnownBlock[];
}

/** Blocks whose plain form follows from them. */
export function part(...blocks: readonly KnownBlock[]): Part {
  return { rich: blocks, plain: blocks.flatMap(plainBlock) };
}

/** A message made of parts; `text` is the whole answer as a sentence, `lead` markup that stands before it. */
export function assembled(text: string, parts: readonly Part[], lead = ''): Rendered {
  const sentence = lead + escapedWithin(text, LIMITS.message - lead.length);
  return {
    rich: { text: sentence, blocks: parts.flatMap(({ rich }) => rich) },
    plain: { text: sentence, blocks: parts.flatMap(({ plain }) => plain) },
  };
}
