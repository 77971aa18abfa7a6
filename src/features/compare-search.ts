/** `compare`: a span against the equal one before it, both read like searches. */
import { readableDay, utcDayOf, type Day } from '../audit/dates.ts';
import { earlierSpan } from '../audit/earlier-span.ts';
import { oldestDay } from '../audit/time-range.ts';
import type { ResolvedSearch, Search } from '../command/command.ts';
import { printRequest } from '../command/print-request.ts';
import { printSearch } from '../command/print.ts';
import { decode } from '../command/tokens.ts';
import { answerJob, type Progress } from './answer-job.ts';
import type { JobOf, Question } from './jobs.ts';
import { jobIdOf, noteAsked, questionOf, queueJob, type Asking, type QueueDeps } from './queue-job.ts';
import { reachOf } from './read-copy.ts';
import { findAnswer, type Asked, type ReadingDeps, type SearchDeps } from './run-search.ts';
import type { Screen } from './screens.ts';

/** The longest rolling span before which an equal one is still in the log: twice as much is 88 of its 89 full days. */
const LONGEST_DAYS = 44;

/** Queues a comparison; where the log does not hold the whole span before, says so and offers the longest that can be compared. */
export async function askComparison(deps: QueueDeps, asking: Asking, resolved: ResolvedSearch): Promise<Screen> {
  const refused = spanNotHeld(deps.clock(), resolved, asking.zone, (await reachOf(deps)).oldestDay);
  if (refused) return refused;
  const question = questionOf(resolved, asking.zone);
  const before = earlierSpan(resolved.range, question.zone);
  const screen = await queueJob(deps, asking, { kind: 'compare', ...question }, {
    kind: 'comparing', search: resolved.search, now: resolved.range, before, zone: question.zone, jobId: jobIdOf(asking),
  });
  if (screen.kind !== 'problem') await noteAsked(deps, asking, { command: printRequest({ verb: 'compare', ...resolved }), zone: question.zone, verb: 'compare' });
  return screen;
}

/**
 * Why a span cannot be compared; undefined where the log holds the whole equal span before it, or the copy does: its
 * oldest day is given where it reaches further back.
 */
export function spanNotHeld(now: Date, resolved: ResolvedSearch, zone: string, ofTheCopy?: Day): Screen | undefined {
  const before = earlierSpan(resolved.range, resolved.search.zone ?? zone);
  if (!resolved.clamped && utcDayOf(before.from) >= (ofTheCopy ?? oldestDay(now))) return undefined;
  const oldest = readableDay(ofTheCopy ?? oldestDay(now));
  const keeper = ofTheCopy === undefined ? 'log' : 'copy';
  const says = resolved.clamped
    ? `This span begins before ${oldest} (UTC), where the ${keeper} ends, so nothing is left to compare it with.`
    : `The equal span before this one begins on ${readableDay(utcDayOf(before.from))} (UTC); the ${keeper} reaches back to ${oldest}.`;
  const shorter = { ...resolved.search, time: { kind: 'last', count: LONGEST_DAYS, unit: 'd' }, defaultTime: false } as const;
  return {
    kind: 'mistake',
    mistake: {
      code: 'E_RANGE_TOO_OLD', says, text: decode(printRequest({ verb: 'compare', ...resolved })),
      cure: `Half of what Microsoft keeps can be compared with the other half: ${LONGEST_DAYS} days at most.`,
      repairs: [printRequest({ verb: 'compare', ...resolved, search: shorter })],
    },
  };
}

/** Reads both spans and shows them side by side. Throws a Problem when one of them could not be read. */
export async function runComparison(deps: SearchDeps, jobId: string, job: JobOf<'compare'>, signal: AbortSignal): Promise<void> {
  await answerJob(deps, jobId, job, signal, (aborted, progress) => compareSpans(deps, job, aborted, progress));
}

/** Reads the span that was asked and the equal one before it, and keeps both answers. */
export async function compareSpans(deps: ReadingDeps, asked: Asked, signal: AbortSignal, progress?: Progress): Promise<Screen> {
  const now = await findAnswer(deps, asked, signal, progress);
  const before = await findAnswer(deps, { ...questionBefore(asked), correlationId: asked.correlationId }, signal);
  return { kind: 'compared', command: asked.command, now, before };
}

/** The same question about the equal span before, with a line that says the span in full. */
export function questionBefore({ filter, shape, zone, from, to }: Question): Question {
  const span = earlierSpan({ from: new Date(from), to: new Date(to) }, zone);
  const search: Search = {
    filter,
    time: { kind: 'between', from: instant(span.from), to: instant(span.to) },
    defaultTime: false,
    ...(shape && { shape }),
  };
  return { command: printSearch(search), zone, filter, ...(shape && { shape }), from: span.from.toISOString(), to: span.to.toISOString(), clamped: false };
}

function instant(at: Date) {
  return { kind: 'instant', at: at.toISOString() } as const;
}
