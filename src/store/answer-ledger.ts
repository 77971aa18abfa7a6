/** Which jobs were answered. It outlives the 30 minutes in which Slack takes an answer. */
import type { Redis } from 'ioredis';
import type { AnswerLedger } from '../features/answer-ports.ts';
import { stored } from './storage.ts';

const REMEMBERED_S = 24 * 60 * 60;

/** The ledger in Redis; entries last for a day. Throws a `storage` Problem when Redis fails. */
export function createAnswerLedger({ redis, prefix }: { readonly redis: Redis; readonly prefix: string }): AnswerLedger {
  const keyOf = (jobId: string): string => `${prefix}:answered:${jobId}`;
  return {
    isAnswered: (jobId) => stored(async () => await redis.exists(keyOf(jobId)) === 1),
    markAnswered: (jobId) => stored(async () => {
      await redis.set(keyOf(jobId), '1', 'EX', REMEMBERED_S);
    }),
    forestall: (jobId) => stored(async () => await redis.set(keyOf(jobId), '1', 'EX', REMEMBERED_S, 'NX') === 'OK'),
  };
}
