/** response_url: five uses within thirty minutes. Page: docs.slack.dev/interactivity/handling-user-interaction */
import { randomBytes } from 'node:crypto';

const USES = 5;
const LIFE_MS = 30 * 60_000;

export interface ResponseTarget {
  readonly kind: 'command' | 'click' | 'form';
  readonly channel: string;
  readonly user: string;
  /** The message a click's URL can edit or delete; a command's and a form's only append. */
  readonly clickedTs?: string;
  readonly threadTs?: string;
}

export type Lookup =
  | { readonly kind: 'open'; readonly target: ResponseTarget; readonly spend: () => void }
  | { readonly kind: 'closed'; readonly error: 'used_url' | 'expired_url' };

export interface ResponseUrls {
  /** Returns the path below the stand-in's address. */
  readonly issue: (target: ResponseTarget) => string;
  readonly look: (path: string) => Lookup;
}

export const createResponseUrls = (now: () => number): ResponseUrls => {
  const issued = new Map<string, { readonly target: ResponseTarget; readonly at: number; uses: number }>();
  return {
    issue: (target) => {
      const folder = target.kind === 'command' ? 'commands' : 'actions';
      const path = `/${folder}/${issued.size}/${randomBytes(12).toString('hex')}`;
      issued.set(path, { target, at: now(), uses: 0 });
      return path;
    },
    look: (path) => {
      const found = issued.get(path);
      if (found === undefined || now() - found.at > LIFE_MS) return { kind: 'closed', error: 'expired_url' };
      if (found.uses >= USES) return { kind: 'closed', error: 'used_url' };
      return { kind: 'open', target: found.target, spend: () => { found.uses += 1; } };
    },
  };
};
