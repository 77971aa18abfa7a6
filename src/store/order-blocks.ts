/** The order of an answer in Redis: numbers of records in packed blocks, four bytes each, the lowest first. */
import { packBytes, unpackBytes } from './packing.ts';
import { ORDER_BLOCK } from './result-keys.ts';

/** All blocks of an order. */
export function orderBlocks(order: readonly number[] | Uint32Array): readonly Buffer[] {
  const blocks: Buffer[] = [];
  for (let from = 0; from < order.length; from += ORDER_BLOCK) {
    blocks.push(packBytes(Buffer.from(new Uint32Array(order.slice(from, from + ORDER_BLOCK)).buffer)));
  }
  return blocks;
}

/** The numbers at these places of one block, all of them where none are named. Throws where the block ends before. */
export function numbersIn(packed: Buffer, from = 0, to?: number): readonly number[] {
  const bytes = unpackBytes(packed);
  const end = to ?? Math.floor(bytes.length / 4);
  return Array.from({ length: end - from }, (_, at) => bytes.readUInt32LE((from + at) * 4));
}
