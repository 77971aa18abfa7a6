/** The values of a record, field by field: what was, what is, and from where the earlier one is known. */
import type { KnownBlock } from '@slack/types';
import { changesOf, MAX_FIELDS, type Change } from '../../audit/changes.ts';
import { isGuid } from '../../audit/filter.ts';
import { isTakenFrom, LEFT_OUT, MASKED } from '../../audit/masking.ts';
import { isFailure, isSettled } from '../../audit/operations.ts';
import type { AuditRecord } from '../../audit/record.ts';
import { greyLine, labelled } from './elements.ts';
import { counted, shortened } from './text.ts';
import { capitalised } from './value-words.ts';
import { shortName } from './wording.ts';

/** How much of a record is drawn: a modal has room for more than a message. */
export interface Room {
  readonly fields: number;
  readonly characters: number;
}

/** Where the raw record is a press away, what did not change is only named. */
export interface ValueRoom extends Room {
  readonly unchanged: 'named' | 'told';
}

const FIELDS_PER_BLOCK = 10;

/** An earlier record of the same thing: what it says of it, its day in words, and where it was found. */
export interface EarlierSeen {
  readonly state: unknown;
  readonly day: string;
  readonly from: 'copy' | 'answer';
}

/** Where and when an earlier value was seen: `our copy of 3 Nov`. */
export function sourceOf({ day, from }: EarlierSeen): string {
  return from === 'copy' ? `our copy of ${day}` : `this answer, ${day}`;
}

/** At the beginning of a line. */
export function lastSeen({ from }: EarlierSeen): string {
  return from === 'copy' ? 'Last seen here' : 'Last seen in this answer';
}

type Line = readonly [label: string, value: string];

/** What the operation set, beside what was known before, then what it added under names of its own. */
export function valueBlocks(record: AuditRecord, earlier: EarlierSeen | undefined, room: ValueRoom): readonly KnownBlock[] {
  const changes = changesOf(record, earlier?.state);
  const { told, named } = inOrder(changes.filter((change) => !isUntold(change)), room);
  const shown = told.slice(0, room.fields);
  const values = changes.length === 0 ? [greyLine('This record carries no values.')] : [
    ...(told.length > 0 ? [greyLine(titleOf(record, { changes, told, earlier }))] : []),
    ...inBlocks(shown.map((change) => changeLine(change, earlier, room))),
    ...leftOut(told.length, room, changes.length),
    ...(named.length > 0 ? [greyLine(`Unchanged, with their values in Raw JSON: ${named.map(({ label }) => shortName(label)).join(', ')}`)] : []),
    ...untoldLine(changes.filter(isUntold)),
  ];
  return [...values, ...customizedBlocks(record, room, new Set(shown.map(({ after }) => after)))];
}

/** What changed first, ids after words, what is unchanged last or only named. */
function inOrder(changes: readonly Change[], room: ValueRoom): { readonly told: readonly Change[]; readonly named: readonly Change[] } {
  const rankOf = (change: Change): number => isChange(change) ? 0 : isUnchanged(change) ? 3 : isId(change) ? 2 : 1;
  const ranked = changes.toSorted((a, b) => rankOf(a) - rankOf(b));
  if (room.unchanged === 'told') return { told: ranked, named: [] };
  return { told: ranked.filter((change) => !isUnchanged(change)), named: ranked.filter(isUnchanged) };
}

function isChange({ before, after }: Change): boolean {
  return before !== undefined && before !== after;
}

/** By the record itself: what our copy says the same of may have changed and changed back. */
function isUnchanged({ before, after, seenEarlier }: Change): boolean {
  return before !== undefined && before === after && !seenEarlier;
}

/** Two values of which the same was taken out look alike, and may have been different. */
function isUntold({ before, after }: Change): boolean {
  return before !== undefined && before === after && isTakenFrom(before);
}

/** `Masked, so whether it changed is not told: Password` */
function untoldLine(untold: readonly Change[]): readonly KnownBlock[] {
  if (untold.length === 0) return [];
  const how = [[MASKED, 'masked'], [LEFT_OUT, 'left out']].flatMap(([mask = '', word = '']) => (untold.some(({ after }) => after?.includes(mask)) ? [word] : []));
  const names = untold.map(({ label }) => shortName(label)).join(', ');
  return [greyLine(`${capitalised(how.join(' or '))}, so whether ${untold.length === 1 ? 'it' : 'they'} changed is not told: ${names}`)];
}

/** An id tells people least, and takes most room. */
function isId({ label, after = '' }: Change): boolean {
  return /\bid$/i.test(label) || isGuid(after);
}

/** Nothing stood before what was made or only looked at. */
const WITHOUT_BEFORE = /^(?:create|add|register|get|ready)_/i;

interface Titled {
  readonly changes: readonly Change[];
  readonly told: readonly Change[];
  readonly earlier: EarlierSeen | undefined;
}

function titleOf({ operationType, operationStatus }: AuditRecord, { changes, told, earlier }: Titled): string {
  const values = isFailure(operationStatus) ? 'Values asked for; the operation did not succeed'
    : isSettled(operationStatus) ? 'Values in this record' : 'Values asked for; not known to be set';
  if (told.some(({ before, seenEarlier }) => before !== undefined && !seenEarlier)) return `${values}: - before, + after`;
  if (earlier && told.some(({ seenEarlier }) => seenEarlier)) return `${values}: - ${lastSeen(earlier).toLowerCase()}, + in this record`;
  if (changes.some(({ before }) => before !== undefined)) return values;
  return WITHOUT_BEFORE.test(operationType) ? values : `${values}; earlier value not known`;
}

function changeLine({ label, before, after, seenEarlier }: Change, earlier: EarlierSeen | undefined, room: Room): Line {
  const value = (text: string): string => oneLine(text, room);
  if (before === undefined) return [label, value(after ?? '')];
  if (before === after) return [label, seenEarlier ? value(after) : `${value(after)} (unchanged)`];
  const source = seenEarlier && earlier ? ` (${sourceOf(earlier)})` : '';
  return [label, `\n- ${value(before)}${source}\n+ ${after === undefined ? '(not in the new value)' : value(after)}`];
}

/** Shorter values may be equal by chance. */
const REPEATED_FROM = 12;

/** Where customized data repeats a value that stands above whole, the name is enough. */
function customizedBlocks(record: AuditRecord, room: Room, above: ReadonlySet<string | undefined>): readonly KnownBlock[] {
  const entries = record.customizedData ?? [];
  if (entries.length === 0) return [];
  const isRepeated = (value: string | null): boolean => value !== null && !isTakenFrom(value) && value.length >= REPEATED_FROM && value.length <= room.characters && above.has(value);
  const told = entries.filter(({ value }) => !isRepeated(value));
  const repeated = entries.filter(({ value }) => isRepeated(value)).map(({ key }) => shortName(key));
  const shown = told.slice(0, room.fields).map(({ key, value }): Line => [key, value === null ? 'empty' : oneLine(value, room)]);
  return [
    greyLine('Customized data'),
    ...inBlocks(shown),
    ...leftOut(told.length, room),
    ...(repeated.length > 0 ? [greyLine(`With values that stand above: ${repeated.join(', ')}`)] : []),
  ];
}

/** A value must not look like the next field, nor like the other half of its own change. */
function oneLine(text: string, room: Room): string {
  return shortened(text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ⏎ '), room.characters);
}

function inBlocks(lines: readonly Line[]): readonly KnownBlock[] {
  const blocks: KnownBlock[] = [];
  for (let from = 0; from < lines.length; from += FIELDS_PER_BLOCK) {
    blocks.push(labelled(lines.slice(from, from + FIELDS_PER_BLOCK).map(([label, value]) => [label.replace(/\s+/g, ' '), value])));
  }
  return blocks;
}

function leftOut(count: number, room: Room, all = count): readonly KnownBlock[] {
  if (count <= room.fields) return [];
  const more = `${counted(count - room.fields, 'more value')} in this record.`;
  return [greyLine(all < MAX_FIELDS ? more : `At least ${more}`)];
}
