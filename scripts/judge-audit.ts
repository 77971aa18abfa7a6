/**
 * Reads the output of `npm audit --json` from stdin. Exits 1 when it names a vulnerable package; when the registry
 * could not be asked it says so loudly and exits 0, because that says nothing about the packages.
 */
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const Report = z.object({ vulnerabilities: z.record(z.string(), z.object({ severity: z.string(), range: z.string() })) });
const Refusal = z.object({ message: z.string() });

function readJson(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    return undefined;
  }
}

const answer = readJson(await text(process.stdin));
const report = Report.safeParse(answer);
if (report.success) {
  const findings = Object.entries(report.data.vulnerabilities);
  for (const [name, { severity, range }] of findings) console.log(`${severity}: ${name} ${range}`);
  console.log(findings.length === 0 ? 'No known vulnerability.' : `${findings.length} vulnerable packages: npm audit tells more.`);
  process.exitCode = findings.length === 0 ? 0 : 1;
} else {
  const why = Refusal.safeParse(answer).data?.message ?? 'no answer';
  console.log('!!! THE AUDIT COULD NOT BE ASKED: this run did not look for known vulnerabilities !!!');
  console.log(`!!! ${why}`);
}
