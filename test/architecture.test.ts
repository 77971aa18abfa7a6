import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkArchitecture, describeViolation, type Violation } from './support/architecture.ts';

const TREES = '{src,test,sandbox,bench,scripts}/**/*.ts';

/** Planted files, each with the rule it breaks and the line. */
const BROKEN: readonly (readonly [path: string, text: string, rule: Violation['rule'], line: number])[] = [
  // 1: the core
  ['src/audit/record.ts', "import { parse } from '../command/parse.ts';", 'layer', 1],
  ['src/audit/record.ts', "\nimport type { Ports } from '../features/ports.ts';", 'layer', 2],
  ['src/audit/record.ts', "import { readFile } from 'node:fs/promises';", 'package', 1],
  ['src/audit/filter.ts', "import { z } from 'zod';", 'package', 1],
  ['src/audit/filter.ts', "import { addDays } from 'date-fns';", 'package', 1],
  ['src/audit/filter.ts', "import { addDays } from 'date-fns/addDays';", 'package', 1],
  ['src/slack/zone.ts', "import { tz } from '@date-fns/tz';", 'package', 1],
  ['test/audit/dates.test.ts', "import { addDays } from 'date-fns';", 'package', 1],
  ['src/audit/filter.ts', "import { createRequire } from 'node:module';", 'package', 1],
  ['src/slack/app.ts', "import { createRequire } from 'node:module';", 'package', 1],
  ['src/command/parse.ts', "import type { Problem } from '../features/problem.ts';", 'layer', 1],
  ['src/command/parse.ts', "import { createHash } from 'node:crypto';", 'package', 1],
  // 2: use cases
  ['src/features/run-search.ts', "import type { Client } from '../partner-center/client.ts';", 'layer', 1],
  ['src/features/run-search.ts', "export { keys } from '../store/keys.ts';", 'layer', 1],
  ['src/features/run-search.ts', "import type { Logger } from '../runtime/logger.ts';", 'layer', 1],
  ['src/features/jobs.ts', "import { Queue } from 'bullmq';", 'package', 1],
  ['src/features/jobs.ts', "import { createHash } from 'node:crypto';", 'package', 1],
  // 3: adapters
  ['src/slack/delivery.ts', "import { results } from '../store/results.ts';", 'layer', 1],
  ['src/queue/worker.ts', "const blocks = await import('../slack/blocks/summary.ts');", 'layer', 1],
  ['src/store/gate.ts', "export type Client = import('../partner-center/client.ts').Client;", 'layer', 1],
  ['src/store/gate.ts', "import { config } from '../config.ts';", 'layer', 1],
  ['src/runtime/health.ts', "import type { AuditRecord } from '../audit/record.ts';", 'layer', 1],
  ['src/roles/web.ts', "import { start } from '../main.ts';", 'layer', 1],
  ['src/slack/app.ts', "import { standIn } from '../../sandbox/slack.ts';", 'layer', 1],
  ['src/main.ts', "import { testRedis } from '../test/support/redis.ts';", 'layer', 1],
  ['src/shared/text.ts', "import { label } from '../audit/operations.ts';", 'layer', 1],
  // 4: one SDK, one folder
  ['src/slack/files.ts', "import { request } from 'undici';", 'package', 1],
  ['src/store/directory.ts', "import { WebClient } from '@slack/web-api';", 'package', 1],
  ['src/partner-center/token.ts', "import { Redis } from 'ioredis';", 'package', 1],
  ['src/queue/producer.ts', "import type { Redis } from 'ioredis';", 'package', 1],
  ['src/roles/worker.ts', "import { Worker } from 'bullmq';", 'package', 1],
  ['src/store/results.ts', "import { z } from 'zod';", 'package', 1],
  ['src/slack/app.ts', "import { pino } from 'pino';", 'package', 1],
  ['src/queue/worker.ts', "import { Counter } from 'prom-client';", 'package', 1],
  ['src/slack/socket.ts', "import { WebSocket } from 'ws';", 'package', 1],
  // 5: what enters through parameters
  ['src/slack/app.ts', "\n\nconst port = process.env['PORT'];", 'environment', 3],
  ['src/runtime/logger.ts', "const level = process['env'].LOG_LEVEL;", 'environment', 1],
  ['src/runtime/logger.ts', 'const { env } = process;', 'environment', 1],
  ['src/runtime/logger.ts', "import { env } from 'node:process';", 'environment', 1],
  ['sandbox/partner-center/server.ts', 'export const port = process.env.PORT;', 'environment', 1],
  ['src/audit/time-range.ts', 'export const now = Date.now();', 'purity', 1],
  ['src/command/parse.ts', 'export const now = new Date();', 'purity', 1],
  ['src/features/jobs.ts', 'export const id = Math.random();', 'purity', 1],
  ['src/audit/record.ts', "import { createHash, randomUUID } from 'node:crypto';", 'purity', 1],
  // 6: for every tree
  ['src/audit/index.ts', 'export const one = 1;', 'index', 1],
  ['sandbox/slack/index.ts', 'export const one = 1;', 'index', 1],
  ['src/audit/record.ts', 'export default 1;', 'default export', 1],
  ['test/support/redis.ts', 'const one = 1;\nexport { one as default };', 'default export', 2],
  ['src/slack/app.ts', '// line\n'.repeat(251), 'length', 251],
  ['bench/search.ts', '// line\n'.repeat(251), 'length', 251],
  ['src/audit/record.ts', 'export const = 1;', 'syntax', 1],
  ['src/audit/record.ts', "import { self } from './record.ts';", 'cycle', 1],
];

/** What looks like a violation and is none. */
const ALLOWED: readonly (readonly [path: string, text: string])[] = [
  ['src/audit/dates.ts', "import { createRequire } from 'node:module';\nimport { tz } from '@date-fns/tz';\nexport type D = typeof import('date-fns');"],
  ['src/audit/record.ts', "import { createHash } from 'node:crypto';\nimport words from './words.json' with { type: 'json' };\nexport const at = new Date(0);"],
  ['src/command/parse.ts', "import type { AuditFilter } from '../audit/filter.ts';"],
  ['src/features/jobs.ts', "import { z } from 'zod';\nimport { parse } from '../command/parse.ts';"],
  ['src/slack/app.ts', "import { App } from '@slack/bolt';\nimport type { Ports } from '../features/ports.ts';\nimport { log } from '../runtime/logger.ts';"],
  ['src/store/results.ts', "import type { Redis } from 'ioredis';\nexport const at = Date.now();"],
  ['src/config.ts', "import { z } from 'zod';\nexport const port = process.env['PORT'];"],
  ['src/main.ts', "import { web } from './roles/web.ts';\nimport { config } from './config.ts';\nimport { client } from './partner-center/client.ts';"],
  ['src/slack/app.ts', "// import { x } from 'undici'\nexport const text = `import y from '../store/keys.ts'; process.env.PORT`;"],
  ['sandbox/demo.ts', "import { WebSocketServer } from 'ws';\nimport { start } from '../src/main.ts';\nexport const port = process.env['PORT'];"],
  ['test/roles/web.test.ts', "import { WebSocket } from 'ws';\nexport const env = { ...process.env };"],
  ['src/slack/app.ts', '// line\n'.repeat(250)],
];

describe('architecture', () => {
  it('holds for every file of the project', () => {
    const files = globSync(TREES, { cwd: import.meta.dirname + '/..' }).toSorted().map((path) => ({
      path: path.replaceAll('\\', '/'),
      text: readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'),
    }));

    const violations = checkArchitecture(files);

    expect(files.length).toBeGreaterThan(5);
    expect(violations.map(describeViolation)).toEqual([]);
  });

  it.each(BROKEN.map(([path, text, rule, line]) => ({ path, text, rule, line })))('finds the broken $rule rule in $path', ({ path, text, rule, line }) => {
    const violations = checkArchitecture([{ path, text }]);

    expect(violations.map((violation) => ({ rule: violation.rule, line: violation.line }))).toEqual([{ rule, line }]);
  });

  it.each(ALLOWED)('accepts what %s may do', (path, text) => {
    const violations = checkArchitecture([{ path, text }]);

    expect(violations).toEqual([]);
  });

  it('names the whole ring of an import cycle, type imports included', () => {
    const files = [
      { path: 'test/a.ts', text: "import { b } from './b.ts';" },
      { path: 'test/b.ts', text: "\nimport type { C } from './support/c.ts';" },
      { path: 'test/support/c.ts', text: "export type { A } from '../a.ts';" },
      { path: 'test/d.ts', text: "import { a } from './a.ts';" },
    ];

    const violations = checkArchitecture(files);

    expect(violations.map(describeViolation)).toEqual([
      'test/support/c.ts:1 [cycle] imports in a ring: test/a.ts → test/b.ts → test/support/c.ts → test/a.ts; move what both need into a file of its own',
    ]);
  });

  it('says file, line, rule and what to do', () => {
    const [violation] = checkArchitecture([{ path: 'src/audit/record.ts', text: "\nimport { keys } from '../store/keys.ts';" }]);

    expect(violation && describeViolation(violation)).toBe(
      'src/audit/record.ts:2 [layer] audit imports store (src/store/keys.ts): it may import only itself; declare a port in features/ports.ts and let main.ts hand it in',
    );
  });
});
