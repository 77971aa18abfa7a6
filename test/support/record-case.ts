/** Golden cases of records: a folder holds record.json as Partner Center sends it, and what people read of it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { sentenceOf } from '../../src/audit/sentence.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import type { ShownRecord } from '../../src/features/screens.ts';
import { readRecord } from '../../src/partner-center/wire.ts';
import { recordView } from '../../src/slack/blocks/record.ts';

const CASES = new URL('../cases/', import.meta.url);
const ZONE = 'Europe/Berlin';

export interface RecordCase {
  readonly screen: ShownRecord;
  /** The two files that are compared, as text. */
  readonly sentence: string;
  readonly blocks: string;
}

/** The folders that hold a record. */
export function recordCases(): readonly string[] {
  return readdirSync(CASES).filter((name) => existsSync(fileOf(name, 'record.json'))).toSorted();
}

/** A file of a case; `earlier.json`, an earlier record of the same answer, may be absent. */
export function fileOf(name: string, file: 'record.json' | 'earlier.json' | 'sentence.txt' | 'blocks.json' | 'note.md'): URL {
  return new URL(`${name}/${file}`, CASES);
}

/** What people read of a case now. Throws where record.json is none. */
export function drawCase(name: string): RecordCase {
  const earlier = existsSync(fileOf(name, 'earlier.json')) ? recordIn(name, 'earlier.json') : undefined;
  const screen: ShownRecord = {
    kind: 'record', record: recordIn(name, 'record.json'), zone: ZONE,
    at: { resultId: 'result-0000000000000001', place: 0 }, ...(earlier && { earlier }),
  };
  return {
    screen,
    sentence: `${sentenceOf(screen.record) ?? ''}\n`,
    blocks: `${JSON.stringify(recordView(screen).blocks, null, 1)}\n`,
  };
}

function recordIn(name: string, file: 'record.json' | 'earlier.json'): AuditRecord {
  const record = readRecord(JSON.parse(readFileSync(fileOf(name, file), 'utf8')));
  if (!record) throw new Error(`test/cases/${name}/${file} is no audit record`);
  return record;
}
