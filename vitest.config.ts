import { defineConfig } from 'vitest/config';

/** The file for a machine-readable report, if somebody wants to count the tests afterwards. */
const report = process.env['TEST_REPORT'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // Processes, not threads: some tests send signals, change the time zone or count open handles.
    pool: 'forks',
    // Whole processes start and die in some of them, on machines that do other things too.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    allowOnly: false,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
  },
});
