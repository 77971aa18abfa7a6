/** `npm run doctor`, and with `-- --probe` the questions for Microsoft. */
import { doctorSections, type DoctorWorld } from './doctor-sections.ts';
import { runDoctor } from './doctor.ts';
import { runProbe } from './probe.ts';

/** Partner Center is asked one question a second. */
const PAUSE_MS = 1_000;

/** Prints to stdout and gives the exit code. */
export async function doctorCommand(flags: readonly string[], world: DoctorWorld): Promise<number> {
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  if (flags.length === 0) return runDoctor({ sections: doctorSections(world), print });
  if (flags.length === 1 && flags[0] === '--probe') return runProbe(world, { print, pauseMs: PAUSE_MS });
  print('The doctor knows one option: npm run doctor -- --probe');
  return 1;
}
