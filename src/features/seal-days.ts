/** Links settled days into the chain, in their order, and again when they were corrected or something was erased. */
import { dueSeals, sealDay, type SealLink } from '../audit/seal.ts';
import type { CopyStore, SealStore } from './copy-ports.ts';
import type { Clock, Log } from './ports.ts';

export interface SealDeps {
  readonly copy: Pick<CopyStore, 'ledger'>;
  readonly seals: SealStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly retentionDays: number;
}

/** Adds what is due and gives how many links that were. What somebody else adds meanwhile is left to the next round. */
export async function sealDays({ copy, seals, clock, log, retentionDays }: SealDeps): Promise<number> {
  const chain = [...await seals.chain()];
  const held = chain.length;
  for (const due of dueSeals(await copy.ledger(), chain, { now: clock(), retentionDays })) {
    const link = sealDay(chain, { ...due, sealedAt: clock().toISOString() });
    if (!await seals.add(link, chain.length)) break;
    chain.push(link);
  }
  const added: readonly SealLink[] = chain.slice(held);
  if (added.length > 0) log.info({ sealed: added.length, last: added.at(-1)?.day, head: added.at(-1)?.link }, 'days of the copy sealed');
  return added.length;
}
