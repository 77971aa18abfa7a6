/** Which message of a direct message promises the answer to a job: one process posts it, another may edit it. */
import type { Redis } from 'ioredis';
import type { PostedMessage, PromisedMessages } from '../features/answer-ports.ts';
import { stored } from './storage.ts';

const LIVES_MS = 60 * 60_000;

/** The messages in Redis; each is forgotten an hour after it was last touched. Throws a `storage` Problem when Redis fails. */
export function createPromisedMessages({ redis, prefix }: { readonly redis: Redis; readonly prefix: string }): PromisedMessages {
  const keyOf = (jobId: string): string => `${prefix}:promised:${jobId}`;
  return {
    note: (jobId, { channel, ts }) => stored(async () => {
      const written = `${channel} ${ts}`;
      const key = keyOf(jobId);
      const [, noted, closed] = repliesOf(await redis.multi().hsetnx(key, 'message', written).hget(key, 'message').hexists(key, 'closed').pexpire(key, LIVES_MS).exec());
      return noted === written && closed === 0;
    }),
    find: (jobId) => stored(async () => {
      const [message, closed] = await redis.hmget(keyOf(jobId), 'message', 'closed');
      return { ...(message && { message: read(message) }), isClosed: closed !== null };
    }),
    close: (jobId) => stored(async () => {
      const key = keyOf(jobId);
      const [, message] = repliesOf(await redis.multi().hset(key, 'closed', '1').hget(key, 'message').pexpire(key, LIVES_MS).exec());
      return typeof message === 'string' ? read(message) : undefined;
    }),
  };
}

function read(written: string): PostedMessage {
  const [channel = '', ts = ''] = written.split(' ');
  return { channel, ts };
}

function repliesOf(replies: [error: Error | null, reply: unknown][] | null): readonly unknown[] {
  return (replies ?? []).map(([error, reply]) => {
    if (error) throw error;
    return reply;
  });
}
