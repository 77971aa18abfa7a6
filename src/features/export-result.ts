/** Sends a whole answer as a file to the person who asked: written in parts, so that its length does not matter. */
import { recordFormat, type ExportFormat } from '../audit/export-format.ts';
import { answerJob, refusalOf, type AnswerDeps, type Progress } from './answer-job.ts';
import type { JobOf } from './jobs.ts';
import type { FileDelivery, ResultStore, Spool } from './answer-ports.ts';
import { Problem } from './problem.ts';
import type { ResultFacts } from './result-facts.ts';
import { findAnswer, type ReadingDeps } from './run-search.ts';
import type { Screen } from './screens.ts';
import { expired } from './show-page.ts';

export interface ExportDeps extends ReadingDeps, AnswerDeps {
  /** A new private file. */
  readonly openSpool: () => Promise<Spool>;
  readonly files: FileDelivery;
}

/** Records in one part: a few hundred kilobytes. */
const PART = 512;

/** Answers one export, once, however often the job is run. Throws a Problem when it could not be; no file is left. */
export async function exportResult(deps: ExportDeps, jobId: string, job: JobOf<'export'>, signal: AbortSignal): Promise<void> {
  await answerJob(deps, jobId, job, signal, async (aborted, progress) => {
    const facts = await answerOf(deps, job, aborted, progress);
    if (!facts) return expiredAnswer(deps, job);
    return facts.listed === 0 ? nothingFound(facts) : sendAsFile(deps, jobId, { job, facts, signal: aborted, progress });
  });
}

async function answerOf(deps: ExportDeps, job: JobOf<'export'>, signal: AbortSignal, progress: Progress): Promise<ResultFacts | undefined> {
  if ('resultId' in job.of) return deps.results.facts(job.of.resultId);
  return findAnswer(deps, { ...job.of, correlationId: job.correlationId }, signal, progress);
}

async function expiredAnswer({ results }: ExportDeps, { of, command }: JobOf<'export'>): Promise<Screen> {
  return 'resultId' in of ? expired(results, of.resultId) : { kind: 'expired', resultId: '', command };
}

function nothingFound({ command }: ResultFacts): Screen {
  return { kind: 'notice', text: `No record was found for this, so there is no file: ${command}` };
}

interface Export {
  readonly job: JobOf<'export'>;
  readonly facts: ResultFacts;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Undefined for a job that was stopped while its file was written. */
async function sendAsFile(deps: ExportDeps, jobId: string, { job, facts, signal, progress }: Export): Promise<Screen | undefined> {
  const spool = await deps.openSpool();
  try {
    await writeRecords(deps.results, facts, { format: job.format, spool, signal, progress });
    const file = await spool.finish();
    const { bytes, sha256 } = file;
    const name = `audit-${facts.plan.from.slice(0, 10)}-to-${facts.plan.to.slice(0, 10)}.${job.format}`;
    const told = { name, bytes, sha256, command: facts.command, records: facts.listed, total: facts.summary.total };
    const refused = await refusalOf(deps, job);
    if (refused) return refused;
    if (await deps.ledger.isAnswered(jobId)) return undefined;
    await deps.files.send(job.answerTo.userId, { ...file, name, comment: manifestOf(facts, sha256) }, signal);
    deps.log.info({ correlationId: job.correlationId, recordCount: facts.listed, bytes }, 'result exported');
    return { kind: 'exported', ...told };
  } finally {
    await spool.remove();
  }
}

interface Writing {
  readonly format: ExportFormat;
  readonly spool: Spool;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

async function writeRecords(results: ResultStore, facts: ResultFacts, { format, spool, signal, progress }: Writing): Promise<void> {
  const { begin, part, end } = recordFormat(format);
  await spool.write(begin);
  for (let from = 0; from < facts.listed; from += PART) {
    signal.throwIfAborted();
    const records = await results.records(facts.id, from, PART);
    if (!records || records.length < Math.min(PART, facts.listed - from)) throw goneMeanwhile();
    await spool.write(part(records, from === 0 ? 'first' : 'later'));
    progress.add(records.length);
  }
  await spool.write(end);
}

function goneMeanwhile(): Problem {
  return new Problem({
    kind: 'storage', retryable: false,
    whatHappened: 'The answer had to make room for newer ones while its file was written, so there is no file.',
    whatToDo: 'Run the search again and export it at once.',
  });
}

/** One line that says what the file holds, so that it can be told from others a year later. */
function manifestOf({ command, plan, listed, summary, readAt }: ResultFacts, sha256: string): string {
  const count = listed === summary.total ? `${grouped(listed)} records` : `the first ${grouped(listed)} of ${grouped(summary.total)} records`;
  return `Audit records for: ${command} · from ${plan.from} to before ${plan.to} · ${count} · read ${readAt} · SHA-256 ${sha256}`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
