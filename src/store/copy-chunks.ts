/** Rows of a copied day in compressed chunks, each sealed for its place in Redis. */
import type { DayRow } from '../audit/day-copy.ts';
import type { DayChange } from '../features/copy-ports.ts';
import type { Vault } from '../features/vault-port.ts';
import { CHUNK } from './copy-scripts.ts';
import { pack, unpack } from './packing.ts';
import { unlessBroken } from './unless-broken.ts';

/** Rows in one chunk: a change of one record writes one chunk anew. */
const ROWS_PER_CHUNK = 256;

/** The field of the chunk that holds a row. */
export function chunkOf(row: number): string {
  return `${CHUNK}${Math.floor(row / ROWS_PER_CHUNK)}`;
}

/** The chunks that a change touches, packed and sealed for the day's key. */
export function chunksOf({ rows, touched }: DayChange, key: string, vault: Vault): readonly (readonly [field: string, bytes: Buffer])[] {
  const fields = new Set([...touched].map(chunkOf));
  const chunks = Map.groupBy(rows, ({ number }) => chunkOf(number));
  return [...fields].map((field) => [field, vault.seal(`${key} ${field}`, pack(chunks.get(field) ?? []))]);
}

/**
 * The rows in the fields of a day, in the order of their numbers. What somebody broke is left out: the checksum tells.
 * Throws a Problem for what was sealed with another key.
 */
export function rowsOf(held: Readonly<Record<string, Buffer>>, key: string, vault: Vault): readonly DayRow[] {
  const chunks = Object.entries(held).filter(([field]) => field.startsWith(CHUNK));
  return chunks.flatMap(([field, bytes]) => rowsOfChunk(bytes, `${key} ${field}`, vault)).sort((a, b) => a.number - b.number);
}

/** The rows of the chunk that was sealed for a place; none where somebody broke it. Throws as `rowsOf`. */
export function rowsOfChunk(bytes: Buffer, place: string, vault: Vault): readonly DayRow[] {
  return unlessBroken(() => unpack<readonly DayRow[]>(vault.open(place, bytes))) ?? [];
}
