/** One id for one thing a person did, however often Slack delivers it. */
import { createHash } from 'node:crypto';

/** Slack gives every command and click a trigger id of its own; hashed, it may stand in a job's name. */
export function deliveryId(triggerId: string): string {
  return createHash('sha256').update(triggerId).digest('hex').slice(0, 32);
}
