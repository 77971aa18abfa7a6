/** The probe: prints what Partner Center answered as a table that can be pasted into an issue. */
import { inspectConfig } from '../config.ts';
import { readCredential } from '../partner-center/credential.ts';
import { openDirectLine } from '../partner-center/direct-line.ts';
import { probePartnerCenter, type ProbeRow } from '../partner-center/probe.ts';
import type { DoctorWorld } from './doctor-sections.ts';

export interface ProbeOptions {
  readonly print: (line: string) => void;
  /** Between two requests, in milliseconds. */
  readonly pauseMs: number;
}

/** About twenty requests of at most ten seconds, and the pauses. */
const LONGEST_MS = 300_000;

/** Gives the exit code: 1 when the questions could not all be asked. Throws a Problem when there is no token to ask with. */
export async function runProbe(world: DoctorWorld, { print, pauseMs }: ProbeOptions): Promise<number> {
  const { partner } = inspectConfig(world.environment);
  if (!partner) {
    print('The probe needs the PARTNER_* variables (and no ROLE=web): `npm run doctor` says which are wrong.');
    return 1;
  }
  const started = performance.now();
  const credential = readCredential(partner, world.clock());
  const line = openDirectLine({ ...partner, ...world, credential });
  try {
    const { rows, requests, isComplete } = await probePartnerCenter({ line, clock: world.clock, pauseMs, signal: AbortSignal.timeout(LONGEST_MS) });
    const seconds = Math.round((performance.now() - started) / 1_000);
    const signsIn = credential.refreshTokenFile === undefined ? 'app-only' : 'app+user';
    print(`Asked on ${world.clock().toISOString().slice(0, 10)} by \`npm run doctor -- --probe\`: cloud ${partner.cloud}, ${signsIn}, ${requests} requests in ${seconds} s.\n`);
    for (const row of tableOf(rows)) print(row);
    return isComplete ? 0 : 1;
  } finally {
    await line.close();
  }
}

function tableOf(rows: readonly ProbeRow[]): readonly string[] {
  const cells = rows.map(({ question, asked, answered }, at) => [question === rows[at - 1]?.question ? '' : question, asked, answered]);
  return ['| question | asked | answered |', '|---|---|---|', ...cells.map((row) => `| ${row.map(escapeCell).join(' | ')} |`)];
}

function escapeCell(text: string): string {
  return text.replaceAll(/[\p{C}\u2028\u2029]+/gu, ' ').replaceAll('|', String.raw`\|`);
}
