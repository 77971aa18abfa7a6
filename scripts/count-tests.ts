/**
 * Reads the JSON report of a test run (first argument), names what failed or was skipped, and prints `N passed, N failed` last.
 * Exits 1 when a test failed or was skipped, a file could not be loaded, or nothing ran.
 */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { z } from 'zod';

const Report = z.object({
  success: z.boolean(),
  testResults: z.array(z.object({
    name: z.string(),
    status: z.string(),
    assertionResults: z.array(z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() })),
  })),
});
type Report = z.infer<typeof Report>;

function readReport(path: string): Report {
  try {
    return Report.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    console.log(`There is no test report to count: ${error instanceof Error ? error.message : String(error)}`);
    return { success: false, testResults: [] };
  }
}

const firstLine = (message: string): string => message.split('\n', 1)[0]?.slice(0, 200) ?? '';

const report = readReport(process.argv[2] ?? '');
const tests = report.testResults.flatMap((file) => file.assertionResults);
const passed = tests.filter((test) => test.status === 'passed').length;
const skipped = tests.filter((test) => !['passed', 'failed'].includes(test.status));
// A file that fails without a failed test could not be loaded: it counts as one failure.
const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'));
const failures = tests.filter((test) => test.status === 'failed');
const failed = failures.length + broken.length;

// Said again at the end, where a log that was cut still shows it.
for (const test of failures) console.log(`failed: ${test.fullName}: ${firstLine(test.failureMessages?.[0] ?? '')}`);
for (const test of skipped) console.log(`skipped, which is not allowed: ${test.fullName}`);
for (const file of broken) console.log(`could not be run: ${relative(process.cwd(), file.name)}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = report.success && failed === 0 && skipped.length === 0 && passed > 0 ? 0 : 1;
