/** How the columns of a copied day stand in Redis: a head of JSON with the texts, then each column byte by byte of its numbers. */
import { IDENTITY_WORDS } from '../audit/identity-table.ts';
import { TEXT_FIELDS, type CodedTexts, type DayColumns, type TextField } from '../audit/day-columns.ts';
import { packBytes, unpackBytes } from './packing.ts';

/** To be raised whenever equal rows give other bytes: what was written before is then no index any more. */
const FORMAT = 2;
/** Unpacked they are hardly ever longer than this many times: identities are a third of them, and cannot be compressed. */
const LONGER = 2;
const HEAD_BYTES = 4;
const WORD_BYTES = 4;
const BITS = 8;

interface Head {
  readonly format: number;
  /** Of the rows that the columns were made of, as in the facts of their day. */
  readonly sha256: string;
  readonly rows: number;
  /** The first number and the first second: of the others the distance to the one before is kept. */
  readonly firsts: readonly [number: number, second: number];
  /** Bytes of the numbers of each column, in the order of the columns. */
  readonly widths: readonly number[];
  readonly texts: Readonly<Record<TextField, readonly string[]>>;
}

/** The columns of a day as compressed bytes; equal columns give equal bytes. */
export function packColumns(columns: DayColumns, sha256: string): Buffer {
  const { numbers, seconds, ticks, risks, identities, fields } = columns;
  const coded = [distances(numbers), distances(seconds), ticks, risks, ...TEXT_FIELDS.map((field) => fields[field].codes)];
  const widths = coded.map(widthOf);
  const head: Head = {
    format: FORMAT, sha256, rows: numbers.length, firsts: [numbers[0] ?? 0, seconds[0] ?? 0], widths,
    texts: Object.fromEntries(TEXT_FIELDS.map((field) => [field, fields[field].texts])) as Head['texts'],
  };
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(HEAD_BYTES);
  length.writeUInt32LE(json.length);
  const planes = coded.map((column, at) => planesOf(column, widths[at] ?? 0));
  return packBytes(Buffer.concat([length, json, ...planes, Buffer.from(identities.buffer, identities.byteOffset, identities.byteLength)]));
}

/** The columns, if they are of rows with this checksum and in the form that is written now. Throws where bytes were broken. */
export function unpackColumns(packed: Buffer, sha256: string): DayColumns | undefined {
  const bytes = unpackBytes(packed, packed.length * LONGER + HEAD_BYTES);
  const begin = HEAD_BYTES + bytes.readUInt32LE();
  const head = JSON.parse(bytes.toString('utf8', HEAD_BYTES, begin)) as Head;
  if (head.format !== FORMAT || head.sha256 !== sha256) return undefined;
  let at = begin;
  const columns = head.widths.map((width) => {
    const column = fromPlanes(bytes, { at, width, rows: head.rows });
    at += width * head.rows;
    return column;
  });
  const [numbers = NONE, seconds = NONE, ticks = NONE, risks = NONE, ...codes] = columns;
  const identities = new Uint32Array(head.rows * IDENTITY_WORDS);
  bytes.copy(Buffer.from(identities.buffer), 0, at, at + identities.length * WORD_BYTES);
  const fields = TEXT_FIELDS.map((field, place): [TextField, CodedTexts] => [field, { texts: head.texts[field], codes: codes[place] ?? NONE }]);
  const [firstNumber, firstSecond] = head.firsts;
  return {
    numbers: addUp(numbers, firstNumber), seconds: addUp(seconds, firstSecond), ticks, risks, identities,
    fields: Object.fromEntries(fields) as Record<TextField, CodedTexts>,
  };
}

const NONE = new Uint32Array(0);

/** From each number to the next, small in both directions: 0, -1, 1, -2, … as 0, 1, 2, 3, … */
function distances(numbers: Uint32Array): Uint32Array {
  return numbers.map((number, at) => {
    const distance = (number - (numbers[at - 1] ?? number)) | 0;
    return (distance << 1) ^ (distance >> 31);
  });
}

function addUp(steps: Uint32Array, first: number): Uint32Array {
  let number = first;
  for (let at = 0; at < steps.length; at += 1) {
    const step = steps[at] ?? 0;
    number += (step >>> 1) ^ -(step & 1);
    steps[at] = number;
  }
  return steps;
}

function widthOf(column: Uint32Array): number {
  const most = column.reduce((greatest, number) => Math.max(greatest, number), 0);
  return Math.ceil((WORD_BYTES * BITS - Math.clz32(most)) / BITS);
}

/** All lowest bytes first, then all second ones: bytes that are alike stand together and take hardly any room. */
function planesOf(column: Uint32Array, width: number): Buffer {
  const bytes = Buffer.alloc(column.length * width);
  for (let plane = 0; plane < width; plane += 1) {
    const from = plane * column.length;
    for (let at = 0; at < column.length; at += 1) bytes[from + at] = (column[at] ?? 0) >>> (plane * BITS);
  }
  return bytes;
}

function fromPlanes(bytes: Buffer, { at: begin, width, rows }: { readonly at: number; readonly width: number; readonly rows: number }): Uint32Array {
  const column = new Uint32Array(rows);
  if (width > 0) column.set(bytes.subarray(begin, begin + rows));
  for (let plane = 1; plane < width; plane += 1) {
    const [from, shift] = [begin + plane * rows, plane * BITS];
    for (let at = 0; at < rows; at += 1) column[at] = (column[at] ?? 0) | ((bytes[from + at] ?? 0) << shift);
  }
  return column;
}
