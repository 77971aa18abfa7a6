/** Writing an answer onto the socket: headers of the service, gzip, and the faults of the last mile. */
import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ErrorAnswer } from './errors.ts';

const gzipped = promisify(gzip);

export interface AnswerContext {
  readonly correlationId: string;
  readonly requestId: string;
  readonly acceptsGzip: boolean;
  readonly date: Date;
  readonly bom: boolean;
  /** The connection ends in the middle of the body. */
  readonly cut: boolean;
}

/** Sends the answer; resolves when it is handed to the socket, or when a cut has destroyed the socket. */
export async function sendAnswer(response: ServerResponse, answer: ErrorAnswer, context: AnswerContext): Promise<void> {
  const plain = Buffer.from((context.bom ? '\uFEFF' : '') + answer.body);
  const zip = context.acceptsGzip && plain.length > 0;
  // Level 1: the pages repeat themselves so much that more work saves next to nothing.
  const body = zip ? await gzipped(plain, { level: 1 }) : plain;
  const headers = {
    'Content-Type': answer.contentType ?? 'application/json; charset=utf-8',
    'Content-Length': body.length,
    ...(zip && { 'Content-Encoding': 'gzip' }),
    'MS-CorrelationId': context.correlationId,
    'MS-RequestId': context.requestId,
    'MS-CV': `${context.requestId.slice(0, 8)}.0`,
    'MS-ServerId': 'sandbox-000',
    Date: context.date.toUTCString(),
    ...answer.headers,
  };
  if (response.destroyed) return;
  if (answer.reason === undefined) response.writeHead(answer.status, headers);
  else response.writeHead(answer.status, answer.reason, headers);
  if (!context.cut) {
    response.end(body);
    return;
  }
  await new Promise<void>((resolve) => {
    response.write(body.subarray(0, body.length >> 1), () => resolve());
  });
  response.socket?.destroy();
}
