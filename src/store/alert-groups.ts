/** What alerts remember, in Redis: the state of each place, and its cards. */
import type { Redis } from 'ioredis';
import type { AlertCard } from '../audit/alert-cards.ts';
import type { AlertMemory, AlertStore } from '../features/alert-ports.ts';
import type { KeptCard } from '../features/kept-card.ts';
import { readTaken } from '../features/read-kept.ts';
import type { Log } from '../features/ports.ts';
import type { RulePlace } from '../features/rule.ts';
import type { Vault } from '../features/vault-port.ts';
import { pack, unpack } from './packing.ts';
import { stored } from './storage.ts';
import { unlessBroken } from './unless-broken.ts';
import { OPEN_VAULT } from './vault.ts';

/** As long as the log reaches back. */
const CARD_S = 90 * 24 * 60 * 60;

/** KEYS state, cards of the place. ARGV version, content, prefix of cards, seconds, then id, content and begin of each card. */
const WRITE = `
if tonumber(redis.call('HGET', KEYS[1], 'version') or '0') ~= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[1] + 1, 'memory', ARGV[2])
for at = 5, #ARGV, 3 do
  redis.call('HSET', ARGV[3] .. ARGV[at], 'card', ARGV[at + 1])
  redis.call('EXPIRE', ARGV[3] .. ARGV[at], ARGV[4])
  redis.call('ZADD', KEYS[2], ARGV[at + 2], ARGV[at])
end
return 1
`;

/** KEYS card. ARGV who takes it. Gives who has it. */
const TAKE = `
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
redis.call('HSETNX', KEYS[1], 'taken', ARGV[1])
return redis.call('HGET', KEYS[1], 'taken')
`;

interface HeldCard {
  readonly card: AlertCard;
  readonly place: RulePlace;
  readonly ruleId: string;
}

/** Every function throws a `storage` Problem when Redis cannot be reached. */
export function createAlertStore({ redis, prefix, vault = OPEN_VAULT, log }: { readonly redis: Redis; readonly prefix: string; readonly vault?: Vault; readonly log?: Log }): AlertStore {
  const cardKey = `${prefix}:alerts:card:`;
  const keyOf = ({ kind, id }: RulePlace, what: string): string => `${prefix}:alerts:${what}:${kind}:${id}`;
  const readCard = async (id: string): Promise<KeptCard | undefined> => {
    const [card, taken] = await redis.hmgetBuffer(cardKey + id, 'card', 'taken');
    if (!card) return undefined;
    const held = unlessBroken(() => unpack<HeldCard>(vault.open(cardKey + id, card)));
    if (!held) log?.error({ card: id }, 'the card of an alert cannot be read; it counts as forgotten');
    const by = taken && readTaken(taken.toString());
    return held && { ...held, ...(by && { taken: by }) };
  };
  return {
    read: (place) => stored(async () => {
      const [version, memory] = await redis.hmgetBuffer(keyOf(place, 'state'), 'version', 'memory');
      const held = memory && unlessBroken(() => unpack<Omit<AlertMemory, 'version'>>(vault.open(keyOf(place, 'state'), memory)));
      if (memory && !held) log?.error({ place }, 'what the alerts of a place remember cannot be read; they begin anew with what happens next');
      return { waiting: [], ...(memory && (held ?? { isLost: true })), version: Number(version?.toString() ?? 0) };
    }),
    write: (place, { version, state, waiting }, cards) => stored(async () => {
      const listed = cards.flatMap((held) => [held.card.card, vault.seal(cardKey + held.card.card, pack(held)), held.card.begunMs]);
      const memory = vault.seal(keyOf(place, 'state'), pack({ ...(state && { state }), waiting }));
      const written = await redis.eval(WRITE, 2, keyOf(place, 'state'), keyOf(place, 'cards'), version, memory, cardKey, CARD_S, ...listed);
      return written === 1;
    }),
    card: (id) => stored(() => readCard(id)),
    take: (id, taken) => stored(async () => {
      const held = await redis.eval(TAKE, 1, cardKey + id, JSON.stringify(taken)) as string | null;
      return held === null ? undefined : readTaken(held);
    }),
    open: (place, since, count) => stored(async () => {
      const key = keyOf(place, 'cards');
      await redis.zremrangebyscore(key, '-inf', since.getTime() - CARD_S * 1_000);
      const ids = await redis.zrevrangebyscore(key, '+inf', since.getTime(), 'LIMIT', 0, 10 * count);
      const cards = await Promise.all(ids.map(readCard));
      return cards.flatMap((card) => (card && !card.taken ? [card] : [])).slice(0, count);
    }),
  };
}
