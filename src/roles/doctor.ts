/** The doctor: runs the checks it is given, prints a line for each finding, and says with its exit code whether all is well. */
import { findingOf, type Finding, type FindingStatus } from '../features/diagnosis.ts';
import { Problem } from '../features/problem.ts';
import { TimeLimitError, within } from '../runtime/time-limit.ts';

/** A part of the configuration or of the world; its findings are printed together. */
export type Section = () => Promise<readonly Finding[]>;

export interface DoctorDeps {
  /** Run at the same time, printed in their order. */
  readonly sections: readonly Section[];
  readonly print: (line: string) => void;
}

/** Whoever waits longer for one answer has found the fault. */
const CHECK_MS = 10_000;
const NAME_WIDTH = 17;
const MARKS: Readonly<Record<FindingStatus, string>> = { ok: 'ok  ', warn: 'warn', fail: 'FAIL', skipped: 'skip' };

/** Prints everything and gives the exit code: 1 when something fails. */
export async function runDoctor({ sections, print }: DoctorDeps): Promise<number> {
  const started = performance.now();
  const running = sections.map((section) => section().catch((error: unknown) => [brokenCheck('Doctor', error)]));
  const all: Finding[] = [];
  for (const section of running) {
    const findings = await section;
    for (const finding of findings) print(lineOf(finding));
    all.push(...findings);
  }
  const count = (wanted: FindingStatus): number => all.filter(({ status }) => status === wanted).length;
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  print(`\n${count('ok')} ok, ${count('warn')} to look at, ${count('fail')} failed, ${count('skipped')} skipped, in ${seconds} s. Nothing was written anywhere.`);
  return count('fail') === 0 ? 0 : 1;
}

/** Runs one check within its time; whatever goes wrong in it becomes its finding. */
export async function look(name: string, check: (signal: AbortSignal) => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  const stopping = new AbortController();
  try {
    return await within(check(stopping.signal), CHECK_MS);
  } catch (error) {
    return [brokenCheck(name, error)];
  } finally {
    stopping.abort();
  }
}

function brokenCheck(name: string, error: unknown): Finding {
  if (error instanceof Problem) return findingOf(name, error);
  if (error instanceof TimeLimitError) {
    return { name, status: 'fail', says: `no answer within ${CHECK_MS / 1_000} s`, cure: 'Check the network of this machine, its proxy and its firewall.' };
  }
  return {
    name, status: 'fail', says: `the check itself broke (${error instanceof Error ? error.name : typeof error})`,
    cure: 'Report it: this is a fault in the doctor.',
  };
}

/** One line on a terminal, whatever others put into it: no control characters, no e-mail addresses. */
function lineOf({ name, status, says, cure }: Finding): string {
  const line = `${MARKS[status]}  ${name.padEnd(NAME_WIDTH)}  ${says}${cure === undefined ? '' : ` → ${cure}`}`;
  return line.replaceAll(/[\p{C}\u2028\u2029]+/gu, ' ').replaceAll(/[^\s“”"'<>(),;:]+@[^\s“”"'<>(),;:]+\.[^\s“”"'<>(),;:]+/g, '<address>');
}
