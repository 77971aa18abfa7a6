/** Passes on to the directory only those records of a search that tell it something: who was there first, and who last. */
import type { AuditRecord } from '../audit/record.ts';
import type { Directory } from './ports.ts';

export interface Sightings {
  note(records: readonly AuditRecord[]): Promise<void>;
  /** Passes on what is still held back. */
  finish(): Promise<void>;
}

/** So many records are noted before the directory learns of them: each call costs, and most records tell nothing new. */
const NOTED_AT_ONCE = 10_000;

export function createSightings(directory: Pick<Directory, 'learn'>): Sightings {
  const [customers, people] = [createExtremes(), createExtremes()];
  let noted = 0;
  const passOn = async (): Promise<void> => {
    noted = 0;
    const told = new Set([...customers.take(), ...people.take()]);
    if (told.size > 0) await directory.learn([...told]);
  };
  return {
    async note(records) {
      for (const record of records) {
        if (record.customerId && record.customerName) customers.note(record.customerId, record);
        const person = record.userPrincipalName ?? record.applicationId;
        if (person) people.note(person, record);
      }
      noted += records.length;
      if (noted >= NOTED_AT_ONCE) await passOn();
    },
    finish: passOn,
  };
}

/** The oldest and the newest record of each name. */
function createExtremes() {
  let extremes = new Map<string, { oldest: AuditRecord; newest: AuditRecord }>();
  return {
    note(name: string, record: AuditRecord): void {
      const known = extremes.get(name);
      if (!known) extremes.set(name, { oldest: record, newest: record });
      else if (record.operationDate > known.newest.operationDate) known.newest = record;
      else if (record.operationDate < known.oldest.operationDate) known.oldest = record;
    },
    take(): readonly AuditRecord[] {
      const taken = [...extremes.values()].flatMap(({ oldest, newest }) => [oldest, newest]);
      extremes = new Map();
      return taken;
    },
  };
}
