/** A stand-in for Partner Center's audit records API on loopback, built from the documentation alone. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendAnswer } from './answer.ts';
import type { DateRules } from './dates.ts';
import { createFaultQueue } from './fault-queue.ts';
import { faultyAnswer } from './faulty-answer.ts';
import type { Fault, Faults, SeenRequest } from './faults.ts';
import { readParameters } from './query.ts';
import { authorizationKind, keptHeaders, type LoggedRequest } from './request-log.ts';
import { respond, type Service } from './respond.ts';
import { createShelf } from './shelf.ts';
import type { WireRecord } from './wire.ts';

export interface PartnerCenterOptions {
  readonly records: readonly WireRecord[];
  readonly now?: () => Date;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** How long every answer takes at least. */
  readonly latencyMs?: number;
  /** Judges the bearer token; without it any token will do. */
  readonly acceptToken?: (bearer: string) => 'ok' | 'expired' | 'wrong';
  /** When given, records that name another partner are not shown: a partner reads its own log. */
  readonly partnerId?: string;
  readonly endDate?: DateRules['endDate'];
  readonly longWindow?: DateRules['longWindow'];
}

export interface PartnerCenterStandIn {
  /** Base URL without a slash at the end. */
  readonly url: string;
  readonly faults: Faults;
  /** Every request seen, in the order of arrival. */
  readonly requests: readonly LoggedRequest[];
  readonly addRecords: (records: readonly WireRecord[]) => void;
  /** Ends every connection, answered or not. */
  readonly close: () => Promise<void>;
}

type Logged = { -readonly [Key in keyof LoggedRequest]: LoggedRequest[Key] };

interface Running extends Service {
  readonly now: () => Date;
  readonly latencyMs: number;
  readonly faults: ReturnType<typeof createFaultQueue<Fault, SeenRequest>>;
  readonly requests: Logged[];
}

/** Listens on 127.0.0.1. Rejects when the port is taken; throws a RangeError on a record whose date cannot be read. */
export async function startPartnerCenter(options: PartnerCenterOptions): Promise<PartnerCenterStandIn> {
  const now = options.now ?? (() => new Date());
  const shelf = createShelf();
  const own = (record: WireRecord) => options.partnerId === undefined || (record.partnerId ?? options.partnerId) === options.partnerId;
  const addRecords = (records: readonly WireRecord[]) => shelf.add(records.filter(own));
  addRecords(options.records);
  const running: Running = {
    shelf,
    now,
    latencyMs: options.latencyMs ?? 0,
    acceptToken: options.acceptToken ?? (() => 'ok'),
    rules: () => ({ now: now(), endDate: options.endDate ?? 'inclusive', longWindow: options.longWindow ?? 'refuse' }),
    faults: createFaultQueue<Fault, SeenRequest>(),
    requests: [],
  };

  const server = createServer((request, response) => void handle(running, request, response));
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    faults: running.faults,
    requests: running.requests,
    addRecords,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

async function handle(running: Running, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '', ...rest] = (request.url ?? '').split('?');
  const query = readParameters(rest.join('?'));
  const logged = logRequest(running, request, path, rest.join('?'), query ?? {});
  const fault = running.faults.take(logged);
  logged.fault = fault?.kind ?? null;
  request.resume();

  const wait = running.latencyMs + (fault?.kind === 'slow' ? fault.ms : 0);
  if (wait > 0) await sleep(wait);
  const { ordinal, method } = logged;
  const { authorization } = request.headers;
  const token = logged.headers['ms-continuationtoken'];
  const answer = faultyAnswer(fault, (bend) => respond(running, { ordinal, method, path, query, authorization, token }, bend));
  if (answer === 'hang') return;
  if (answer === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }

  logged.status = answer.status;
  await sendAnswer(response, answer, {
    correlationId: logged.correlationId,
    requestId: logged.requestId,
    acceptsGzip: /\bgzip\b/.test(logged.headers['accept-encoding'] ?? ''),
    date: running.now(),
    bom: fault?.kind === 'bom',
    cut: fault?.kind === 'cut',
  });
  logged.endedAt = running.now();
}

function logRequest(running: Running, request: IncomingMessage, path: string, search: string, query: Record<string, string>): Logged {
  const headers = keptHeaders(request);
  const logged: Logged = {
    ordinal: running.requests.length + 1,
    method: request.method ?? '',
    path,
    search,
    query,
    headers,
    authorization: authorizationKind(request),
    correlationId: headers['ms-correlationid'] ?? randomUUID(),
    requestId: headers['ms-requestid'] ?? randomUUID(),
    startedAt: running.now(),
    fault: null,
    status: null,
    endedAt: null,
  };
  running.requests.push(logged);
  return logged;
}
