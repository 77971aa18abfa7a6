/** How jobs of each kind are spoken of. */
import type { Job } from './jobs.ts';

export interface JobWords {
  /** What did not come about, within a sentence. */
  readonly undone: string;
  /** What to do, without its full stop. */
  readonly again: string;
}

/** The words for each kind of job. */
export const JOB_WORDS: Readonly<Record<Job['kind'], JobWords>> = {
  search: { undone: 'the search was not answered', again: 'Run the search again' },
  compare: { undone: 'the comparison was not made', again: 'Run the comparison again' },
  export: { undone: 'the file was not written', again: 'Ask for the file again' },
  record: { undone: 'the record was not looked up', again: 'Look the record up again' },
};
