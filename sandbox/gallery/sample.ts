/** What a sample is, and the words that many of them share. */
import type { RecordScreen, Screen } from '../../src/features/screens.ts';
import { understand } from './answers.ts';

export interface Sample<Drawn> {
  readonly title: string;
  readonly screen: Drawn;
}

type Each<Drawn extends { readonly kind: string }, Kind extends Drawn['kind']> = Sample<Extract<Drawn, { readonly kind: Kind }>>;

/** At least one sample for each kind: a kind that is forgotten is a type error. */
export type SamplesOf<Drawn extends { readonly kind: string }> = { readonly [Kind in Drawn['kind']]: readonly [Each<Drawn, Kind>, ...Each<Drawn, Kind>[]] };

export type ScreenSamples = SamplesOf<Screen>;
export type RecordSamples = SamplesOf<RecordScreen>;

export const USER_ID = 'U0MEMBER01';
export const JOB_ID = `${USER_ID}-${'0'.repeat(32)}`;
export const LONG = 'Donaudampfschifffahrtsgesellschaft '.repeat(20);
export const COMMAND = 'customer Relecloud last 7d';
export const HOSTILE_COMMAND = 'customer "<!channel> *_~ & <@U0ADMIN01>" last 7d';

/** The screen for a text that cannot be understood. */
export const mistakeOf = (text: string): ScreenSamples['mistake'][0] => {
  const command = understand(text);
  if (command.kind !== 'mistake') throw new Error(`“${text}” is no mistake`);
  return { title: text.slice(0, 60), screen: command };
};
