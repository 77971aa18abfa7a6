/** Trigger ids: three seconds, one use. Page: docs.slack.dev/interactivity/handling-user-interaction */
import { randomBytes } from 'node:crypto';

const TRIGGER_LIFE_MS = 3000;

export interface Trigger {
  readonly user: string;
  /** Where the person was: only a trigger from a modal can push another view. */
  readonly view?: string;
  readonly channel?: string;
}

export type Exchange =
  | { readonly kind: 'taken'; readonly trigger: Trigger }
  | { readonly kind: 'refused'; readonly error: 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id' };

export interface Triggers {
  readonly issue: (trigger: Trigger) => string;
  readonly exchange: (id: string) => Exchange;
}

export const createTriggers = (now: () => number, lifeMs = TRIGGER_LIFE_MS): Triggers => {
  const issued = new Map<string, { readonly trigger: Trigger; readonly at: number; used: boolean }>();
  return {
    issue: (trigger) => {
      const id = `${now()}.${issued.size}.${randomBytes(16).toString('hex')}`;
      issued.set(id, { trigger, at: now(), used: false });
      return id;
    },
    exchange: (id) => {
      const found = issued.get(id);
      if (found === undefined) return { kind: 'refused', error: 'invalid_trigger_id' };
      if (now() - found.at > lifeMs) return { kind: 'refused', error: 'expired_trigger_id' };
      if (found.used) return { kind: 'refused', error: 'exchanged_trigger_id' };
      found.used = true;
      return { kind: 'taken', trigger: found.trigger };
    },
  };
};
