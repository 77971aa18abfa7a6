/** A server on loopback that answers what a test says, and the parts that a record source needs around it. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { QueryPlan } from '../../src/audit/query.ts';
import type { RecordPage, RequestGate } from '../../src/features/ports.ts';
import { memoryEndDateReading } from '../../sandbox/memory.ts';
import { startPartnerCenter, type PartnerCenterOptions } from '../../sandbox/partner-center/server.ts';
import type { WireRecord } from '../../sandbox/partner-center/wire.ts';
import { Problem } from '../../src/features/problem.ts';
import { createDispatcher } from '../../src/partner-center/http.ts';
import { createRecordSource, type RecordSourceDeps } from '../../src/partner-center/record-source.ts';
import { RETRY_LIMITS } from '../../src/partner-center/retry-timing.ts';
import type { SignIn } from '../../src/partner-center/sign-in.ts';

/** Listens until the test is over; `seen` holds every request in order. */
export async function serve(handler: RequestListener): Promise<{ readonly url: string; readonly seen: readonly IncomingMessage[] }> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

/** Connections that end with the test. */
export function testDispatcher(env: Readonly<Record<string, string>> = {}) {
  const dispatcher = createDispatcher(env);
  onTestFinished(() => dispatcher.destroy());
  return dispatcher;
}

export interface OpenGate extends RequestGate {
  readonly closures: readonly number[];
  readonly inside: number;
}

/** A gate that lets everybody through and counts. */
export function openGate(): OpenGate {
  const closures: number[] = [];
  let inside = 0;
  return {
    closures,
    get inside() {
      return inside;
    },
    async enter() {
      inside += 1;
      return { async leave() { inside -= 1; } };
    },
    async close(forMs) {
      closures.push(forMs);
    },
  };
}

export interface LogLine {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** A log that can be read back. */
export function keptLog() {
  const lines: LogLine[] = [];
  const write = (facts: LogLine['facts'], text: string) => void lines.push({ facts, text });
  return { lines, info: write, warn: write, error: write };
}

/** A sign-in of the app alone that always has this token. */
export function holding(token: string): SignIn {
  return { signsIn: 'app', token: async () => token, refresh: async () => token, forget: () => undefined };
}

/** A source that reads from an address with the token `good`, with retries that hardly wait. */
export function sourceAt(apiUrl: string, overrides: Partial<RecordSourceDeps> = {}) {
  return createRecordSource({
    apiUrl,
    signIn: holding('good'),
    gate: openGate(),
    concurrency: 4,
    endDateReading: memoryEndDateReading(),
    dispatcher: overrides.dispatcher ?? testDispatcher(),
    clock: () => new Date(),
    random: () => 0,
    log: keptLog(),
    newId: randomUUID,
    retryLimits: { ...RETRY_LIMITS, firstWaitMs: 10 },
    ...overrides,
  });
}

export const OPTIONS = { correlationId: 'the-command', signal: new AbortController().signal };
/** One day, whose pages are walked one after the other, and a window that is read in parts when it is long. */
export const DAYS = [{ first: '2026-11-20', last: '2026-11-20' }] as const;
export const WINDOW = { first: '2026-11-10', last: '2026-11-20' } as const;

/** Reads a source to its end. */
export async function readAll(source: ReturnType<typeof sourceAt>, signal = OPTIONS.signal, windows: QueryPlan['windows'] = DAYS): Promise<readonly RecordPage[]> {
  const pages: RecordPage[] = [];
  for await (const page of source.pages({ windows }, { correlationId: 'the-command', signal })) pages.push(page);
  return pages;
}

/** What a promise is rejected with, which must be a Problem. */
export async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const error = await work.then(() => undefined, (thrown: unknown) => thrown);
  if (error instanceof Problem) return error;
  throw new Error(`no Problem but ${String(error)}`, { cause: error });
}

export function aPage(items: readonly unknown[], rest: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ totalCount: items.length, items, links: {}, attributes: { objectType: 'Collection' }, ...rest });
}

/** An item as the service writes it, with whatever matters to the test laid over it, however odd. */
export function anItem(facts: Readonly<Record<string, unknown>> = {}): WireRecord {
  const item = { operationDate: '2026-11-20T15:05:12.0589308Z', operationType: 'create_order', operationStatus: 'succeeded', resourceType: 'order' };
  return { ...item, ...facts };
}

export const NOW = new Date('2026-11-20T18:00:00Z');

/** Records a second apart or as far as told, newest first in number, so that order and completeness can be seen. */
export function someRecords(count: number, apartMs = 1_000): readonly WireRecord[] {
  const newest = Date.parse('2026-11-20T15:00:00Z');
  return Array.from({ length: count }, (_, at) => anItem({ id: `r-${at}`, operationDate: new Date(newest - at * apartMs).toISOString() }));
}

/** The stand-in of Partner Center, with three records unless told otherwise, until the test is over. */
export async function partnerCenter(more: Partial<PartnerCenterOptions> = {}) {
  const stand = await startPartnerCenter({ records: someRecords(3), now: () => NOW, ...more });
  onTestFinished(() => stand.close());
  return stand;
}

export function idsOf(pages: readonly RecordPage[]): readonly unknown[] {
  return pages.flatMap((page) => page.records.map(({ id }) => id));
}
