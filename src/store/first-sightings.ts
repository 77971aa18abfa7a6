/** When each person was first seen, in Redis: the earliest sighting wins, whichever page or process brings it. */
import { hash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { dateOf, instantOf, type Instant } from '../audit/instant.ts';
import type { AuditRecord } from '../audit/record.ts';
import { personOf } from '../audit/summary.ts';

export interface FirstSightingsOptions {
  readonly redis: Redis;
  readonly prefix: string;
  /** Seconds after which nobody is remembered when nobody was asked for. */
  readonly livesS: number;
}

export interface FirstSightings {
  learn(records: readonly AuditRecord[]): Promise<void>;
  /** In the order of the people; whole milliseconds. */
  of(people: readonly string[]): Promise<readonly (Instant | undefined)[]>;
  /** Remembers all of them for longer. */
  refresh(): Promise<void>;
}

/** People stand in it as hashes: nothing but an equal name has to be found again. */
export function createFirstSightings({ redis, prefix, livesS }: FirstSightingsOptions): FirstSightings {
  const key = firstSeenKey(prefix);
  return {
    async learn(records) {
      const first = new Map<string, number>();
      for (const record of records) {
        const person = personOf({ user: record.userPrincipalName, application: record.applicationId });
        const at = dateOf(record.operationDate).getTime();
        if (person !== '' && at < (first.get(person) ?? Infinity)) first.set(person, at);
      }
      const scores = [...first].flatMap(([person, at]) => [at, memberOf(person)]);
      if (scores.length > 0) await redis.multi().zadd(key, 'LT', ...scores).expire(key, livesS).exec();
    },
    async of(people) {
      if (people.length === 0) return [];
      const scores = await redis.zmscore(key, ...people.map(memberOf));
      return scores.map((score) => (score === null ? undefined : instantOf(new Date(Number(score)))));
    },
    async refresh() {
      await redis.expire(key, livesS);
    },
  };
}

/** Where first sightings stand in Redis. */
export function firstSeenKey(prefix: string): string {
  return `${prefix}:directory:first-seen`;
}

/** How a person stands in it. */
export function memberOf(person: string): string {
  return hash('sha256', person.toLowerCase(), 'base64url');
}
