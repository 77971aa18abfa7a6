/** A job as it stands in Redis: sealed where there is a key, because it holds a response_url and what somebody asked. */
import type { Job } from '../features/jobs.ts';
import type { Vault } from '../features/vault-port.ts';

/** What is put into the queue. The place is the key under which BullMQ keeps the job. */
export function sealJob(vault: Vault, place: string, job: Job): unknown {
  const text = JSON.stringify(job);
  const sealed = vault.sealText(place, text);
  return sealed === text ? job : { sealed };
}

/** What was put in; a job that was queued in clear as it is. Throws a Problem when it was sealed with another key. */
export function openJob(vault: Vault, place: string, data: unknown): unknown {
  if (data === null || typeof data !== 'object' || !('sealed' in data) || typeof data.sealed !== 'string') return data;
  return JSON.parse(vault.openText(place, data.sealed));
}
