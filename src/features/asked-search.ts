/** Searches that are remembered for a person. */

/** A search that somebody asked: its canonical line, the zone of its days, when, and the job that answers it. */
export interface AskedSearch {
  readonly command: string;
  readonly zone: string;
  readonly askedAt: string;
  readonly jobId: string;
  /** What was asked for besides a plain search; its command begins with it. */
  readonly verb?: 'export' | 'compare';
}

/** A search kept under a name: its canonical line, in which relative times stay relative. */
export interface SavedSearch {
  readonly name: string;
  readonly command: string;
  readonly savedAt: string;
}
