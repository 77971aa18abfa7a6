/** What others do: one page after the other along the next links, and nothing but unpacking and parsing. */
import { gunzipSync } from 'node:zlib';
import { request } from 'undici';
import type { QueryPlan } from '../src/audit/query.ts';

interface Page {
  readonly items: readonly { readonly operationDate: string }[];
  readonly links: { readonly next?: { readonly uri: string; readonly headers: readonly { readonly key: string; readonly value: string }[] } };
}

export interface Sequential {
  readonly ms: number;
  readonly requests: number;
  readonly records: number;
  /** Records of each UTC day. */
  readonly perDay: ReadonlyMap<string, number>;
  /** The bodies as they came, packed. */
  readonly bodies: readonly Buffer[];
}

/** Walks the windows of a plan one after the other over one connection, with gzip: more than most SDKs do. */
export async function walkInSequence(url: string, windows: QueryPlan['windows']): Promise<Sequential> {
  const begin = performance.now();
  const bodies: Buffer[] = [];
  const perDay = new Map<string, number>();
  for (const { first, last } of windows) {
    let next: Page['links']['next'] | undefined = { uri: `/auditrecords?startDate=${first}&endDate=${last}&size=500`, headers: [] };
    while (next) {
      const headers = Object.fromEntries(next.headers.map(({ key, value }) => [key, value]));
      const answer = await request(`${url}/v1${next.uri}`, { headers: { ...headers, 'authorization': 'Bearer x', 'accept-encoding': 'gzip' } });
      const body = Buffer.from(await answer.body.arrayBuffer());
      const page = parseBare(body) as Page;
      bodies.push(body);
      for (const { operationDate } of page.items) perDay.set(operationDate.slice(0, 10), (perDay.get(operationDate.slice(0, 10)) ?? 0) + 1);
      next = page.links.next;
    }
  }
  const records = [...perDay.values()].reduce((sum, count) => sum + count, 0);
  return { ms: performance.now() - begin, requests: bodies.length, records, perDay, bodies };
}

/** The least that anybody has to do with a body. */
export function parseBare(body: Buffer): unknown {
  return JSON.parse(gunzipSync(body).toString());
}

/** CPU time of this process in milliseconds that some work takes, on all its threads. */
export async function cpuOf(work: () => Promise<unknown> | void): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
