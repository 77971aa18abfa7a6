/** Remembers where Slack refused rich blocks: the next message there need not be refused first. */
import type { Clock } from '../features/ports.ts';
import { HOUR_MS } from '../audit/dates.ts';

/** Where messages are posted: each may refuse blocks that the others take. */
export type Surface = 'response_url' | 'in_channel' | 'direct message' | 'post';

export interface Refusals {
  note(surface: Surface): void;
  /** Whether rich blocks were refused there within the last hour. */
  isRefused(surface: Surface): boolean;
}

/** Remembers what Slack refused, from nothing. */
export function createRefusals(clock: Clock): Refusals {
  const until = new Map<Surface, number>();
  return {
    note: (surface) => void until.set(surface, clock().getTime() + HOUR_MS),
    isRefused: (surface) => (until.get(surface) ?? 0) > clock().getTime(),
  };
}
