import { defineConfig } from 'vitest/config';

/** The file for a machine-readable report, if somebody wants to count the tests afterwards. */
const report = process.env['TEST_REPORT'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // Processes, not threads: some tests send signals, change the time zone or count open handles.
    pool: 'forks',
    // Most of the time they wait for processes, clocks and sockets, not for a processor.
    maxWorkers: 4,
    // Whole processes start and die in some of them, on machines that do other things too.
    testTimeout: process.env['LONG'] ? 900_000 : 180_000,
    hookTimeout: 120_000,
    allowOnly: false,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
  },
});
