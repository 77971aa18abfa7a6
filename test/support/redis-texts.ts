/** Everything that stands under a prefix in Redis, as somebody with a copy of its file would read it. */
import type { Redis } from 'ioredis';
import { zstdDecompressSync } from 'node:zlib';

/** How a frame of zstd begins: https://datatracker.ietf.org/doc/html/rfc8878#section-3.1.1 */
const FRAME = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** Keys, fields and values of every type, unpacked where they are compressed; lower case. */
export async function textsIn(redis: Redis, prefix: string): Promise<readonly string[]> {
  const texts: string[] = [];
  for (let cursor = ''; cursor !== '0';) {
    const [next, keys] = await redis.scan(cursor || '0', 'MATCH', `${prefix}*`, 'COUNT', 500);
    for (const key of keys) texts.push(key, ...(await partsOf(redis, key)).map(asText));
    cursor = next;
  }
  return texts.map((text) => text.toLowerCase());
}

async function partsOf(redis: Redis, key: string): Promise<readonly Buffer[]> {
  const type = await redis.type(key);
  const dump = await redis.dumpBuffer(key);
  const parts = ((): Promise<readonly (Buffer | null)[]> => {
    switch (type) {
      case 'string': return redis.getBuffer(key).then((value) => [value]);
      case 'hash': return redis.callBuffer('HGETALL', key) as Promise<Buffer[]>;
      case 'list': return redis.lrangeBuffer(key, 0, -1);
      case 'set': return redis.smembersBuffer(key);
      case 'zset': return redis.zrangeBuffer(key, '0', '-1');
      case 'stream': return redis.callBuffer('XRANGE', key, '-', '+').then((entries) => [Buffer.from(JSON.stringify(entries, asLatin))]);
      case 'none': return Promise.resolve([]);
      default: throw new Error(`a type nobody reads: ${type}`);
    }
  })();
  return [dump, ...await parts].filter((part) => part !== null);
}

function asLatin(_name: string, value: unknown): unknown {
  const isBuffer = value !== null && typeof value === 'object' && 'type' in value && value.type === 'Buffer' && 'data' in value;
  return isBuffer ? Buffer.from(value.data as number[]).toString() : value;
}

function asText(bytes: Buffer): string {
  return (bytes.indexOf(FRAME) === 0 ? zstdDecompressSync(bytes) : bytes).toString();
}
