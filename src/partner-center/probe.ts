/** Asks a real Partner Center what no document answers. Only GETs, one at a time; tells shapes and counts, no value of a record. */
import { setTimeout as sleep } from 'node:timers/promises';
import { utcDayOf } from '../audit/dates.ts';
import type { Clock } from '../features/ports.ts';
import { Problem } from '../features/problem.ts';
import type { DirectLine } from './direct-line.ts';
import type { PageRequest } from './page-request.ts';
import { FILTER_QUESTIONS } from './probe-filters.ts';
import { askFor, DAY_QUESTIONS, type Probe } from './probe-questions.ts';
import { describeReply, readReply, type Reply } from './probe-reply.ts';
import { readSample, SAMPLE_SIZE, sampleWindow, type Sample } from './probe-sample.ts';

/** One line of the table; it holds no value of a record, customer or tenant. */
export interface ProbeRow {
  readonly question: string;
  readonly asked: string;
  readonly answered: string;
}

export interface ProbeDeps {
  readonly line: DirectLine;
  readonly clock: Clock;
  /** Politeness between two requests, in milliseconds. */
  readonly pauseMs: number;
  readonly signal: AbortSignal;
}

export interface ProbeOutcome {
  readonly rows: readonly ProbeRow[];
  readonly requests: number;
  /** Whether it was asked to the last question. */
  readonly isComplete: boolean;
}

const QUESTIONS = [...DAY_QUESTIONS, ...FILTER_QUESTIONS];

/** Nothing more is asked. */
class ProbeEnd extends Error {
  override readonly name = 'ProbeEnd';
}

/** Throws a Problem when there is no token to ask with; everything else is told in the rows. */
export async function probePartnerCenter(deps: ProbeDeps): Promise<ProbeOutcome> {
  await deps.line.signIn(deps.signal);
  const table = createTable(deps);
  let left = QUESTIONS;
  try {
    table.begin(QUESTIONS[0]?.title ?? '');
    const sample = await takeSample(table.probe);
    for (const { title, put } of QUESTIONS) {
      table.begin(title);
      left = left.slice(1);
      await put(table.probe, sample);
    }
    return { rows: table.rows, requests: table.requests(), isComplete: true };
  } catch (error) {
    if (!(error instanceof ProbeEnd || error instanceof Problem)) throw error;
    table.probe.tell(error instanceof Problem ? error.whatHappened : error.message);
    const rest = left.filter(({ title }) => title !== table.rows.at(-1)?.question);
    const unasked = rest.map(({ title }) => ({ question: title, asked: '–', answered: 'not asked' }));
    return { rows: [...table.rows, ...unasked], requests: table.requests(), isComplete: false };
  }
}

/** Every other answer is held against this one, so without it nothing else is asked. */
async function takeSample(probe: Probe): Promise<Sample> {
  const window = sampleWindow(probe.today);
  const reply = await askFor(probe, window, SAMPLE_SIZE);
  const sample = readSample(reply, window);
  if (!sample) throw new ProbeEnd(`${describeReply(reply)}: without it the other questions say nothing`);
  return sample;
}

/** The lines so far, and the one place through which requests go out. */
function createTable({ line, clock, pauseMs, signal }: ProbeDeps) {
  const rows: ProbeRow[] = [];
  let [question, asked, requests] = ['', '–', 0];
  const probe: Probe = {
    apiUrl: line.apiUrl,
    today: utcDayOf(clock()),
    now: clock,
    async ask(words: string, request: PageRequest): Promise<Reply> {
      if (requests > 0) await sleep(pauseMs, undefined, { signal });
      [asked, requests] = [words, requests + 1];
      const answer = await line.get(request, signal);
      if (answer.status === 429) throw new ProbeEnd('429, asked to wait: the probe ends here');
      return readReply(answer);
    },
    tell: (answered) => void rows.push({ question, asked, answered }),
  };
  return {
    probe,
    rows,
    requests: () => requests,
    begin(title: string): void {
      // The first question begins twice: the sample, asked before it, is its answer.
      if (question !== title) [question, asked] = [title, '–'];
    },
  };
}
