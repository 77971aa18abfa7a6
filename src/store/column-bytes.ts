/** How the columns of a copied day stand in Redis: a head of JSON with the texts, then each column byte by byte of its numbers. */
import { byField, TEXT_FIELDS, type DayColumns, type TextField } from '../audit/day-columns.ts';
import { IDENTITY_WORDS } from '../audit/identity-table.ts';
import { packBytes, unpackBytes } from './packing.ts';

/** To be raised whenever equal rows give other columns: what was written before is then no index any more. */
const FORMAT = 2;
/** The columns of a long day are not compressed, as to unpack a year of them took a tenth of a search. Nothing compressed or sealed begins with this byte. */
const PLAIN = 2;
/** Shorter days are: there texts take the most room, and their columns are unpacked in no time. */
const PLAIN_ROWS = 1_000;
/** Unpacked they are hardly ever longer than this many times. */
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

/** The columns of a day as bytes; equal columns give equal bytes. */
export function packColumns(columns: DayColumns, sha256: string): Buffer {
  const { numbers, seconds, ticks, risks, identities, fields } = columns;
  const coded = [distances(numbers), distances(seconds), ticks, risks, ...TEXT_FIELDS.map((field) => fields[field].codes)];
  const widths = coded.map(widthOf);
  const head: Head = {
    format: FORMAT, sha256, rows: numbers.length, firsts: [numbers[0] ?? 0, seconds[0] ?? 0], widths,
    texts: byField((field) => fields[field].texts),
  };
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(HEAD_BYTES);
  length.writeUInt32LE(json.length);
  const planes = coded.map((column, at) => planesOf(column, widths[at] ?? 0));
  const parts = [length, json, ...planes, Buffer.from(identities.buffer, identities.byteOffset, identities.byteLength)];
  return head.rows < PLAIN_ROWS ? packBytes(Buffer.concat(parts)) : Buffer.concat([Buffer.of(PLAIN), ...parts]);
}

/** The columns, if they are of rows with this checksum and in the form that is written now. Throws where bytes were broken. */
export function unpackColumns(packed: Buffer, sha256: string): DayColumns | undefined {
  const bytes = packed[0] === PLAIN ? packed.subarray(1) : unpackBytes(packed, packed.length * LONGER + HEAD_BYTES);
  const begin = HEAD_BYTES + bytes.readUInt32LE();
  const head = readHead(bytes.toString('utf8', HEAD_BYTES, begin));
  if (head.format !== FORMAT || head.sha256 !== sha256) return undefined;
  const { rows, firsts: [firstNumber, firstSecond] } = head;
  // One piece of memory for all columns: a piece for each would take longer to get than to fill.
  const words = new Uint32Array(rows * (head.widths.length + IDENTITY_WORDS));
  const columns = head.widths.map((_, column) => words.subarray(column * rows, (column + 1) * rows));
  let at = begin;
  for (const [place, column] of columns.entries()) at = fillFromPlanes(column, bytes, at, head.widths[place] ?? 0);
  const identities = words.subarray(columns.length * rows);
  const copied = bytes.copy(Buffer.from(words.buffer, identities.byteOffset), 0, at);
  if (copied < identities.byteLength) throw new RangeError('columns end before their last identity');
  const [numbers = NONE, seconds = NONE, ticks = NONE, risks = NONE, ...codes] = columns;
  return {
    numbers: addUp(numbers, firstNumber), seconds: addUp(seconds, firstSecond), ticks, risks, identities,
    fields: byField((field, place) => ({ texts: head.texts[field], codes: codes[place] ?? NONE })),
  };
}

/** Nothing but `packColumns` ever writes one, and nobody else can write where a vault is used. */
function readHead(json: string): Head {
  return JSON.parse(json) as Head;
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

/** Gives where the planes end. */
function fillFromPlanes(column: Uint32Array, bytes: Buffer, begin: number, width: number): number {
  const rows = column.length;
  if (width > 0) column.set(bytes.subarray(begin, begin + rows));
  for (let plane = 1; plane < width; plane += 1) {
    const [from, shift] = [begin + plane * rows, plane * BITS];
    for (let at = 0; at < rows; at += 1) column[at] = (column[at] ?? 0) | ((bytes[from + at] ?? 0) << shift);
  }
  return begin + width * rows;
}
