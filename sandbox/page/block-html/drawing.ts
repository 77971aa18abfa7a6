/** What the drawing of one message or view knows, handed down to every part of it. */
import type { ReactNode } from 'react';
import { isList, isObject } from '../../slack/block-kit/rules.ts';
import type { JsonObject } from '../../slack/block-kit/rules.ts';
import type { Reader } from '../../slack/as-text/date-tokens.ts';

export interface Drawing {
  readonly reader: Reader;
  /** Names by id, for mentions and for the menus that offer people or channels. */
  readonly users: ReadonlyMap<string, string>;
  readonly channels: ReadonlyMap<string, string>;
  /** `state.values` of a view that is drawn again: block id, then action id. */
  readonly values: JsonObject;
  /** What the app refused on submission, by block id. */
  readonly errors: Readonly<Record<string, string>>;
}

export const objects = (value: unknown): readonly JsonObject[] => (isList(value) ? value.filter(isObject) : []);

export const word = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** The nearest thing to nothing: React draws it as no element at all. */
export const NOTHING: ReactNode = null;

/** What a person entered into this element, if anything. */
export const stateOf = (element: JsonObject, blockId: string, { values }: Drawing): JsonObject | undefined => {
  const states = values[blockId];
  const state = isObject(states) ? states[word(element['action_id'])] : undefined;
  return isObject(state) ? state : undefined;
};
