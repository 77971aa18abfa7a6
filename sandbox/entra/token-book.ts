/** The tokens the stand-in has given out: opaque text from randomness, remembered only here. */
import { randomBytes } from 'node:crypto';

export type Verdict = 'ok' | 'expired' | 'wrong';

export interface TokenBook {
  readonly issueAccess: (lifeSeconds: number) => string;
  readonly issueRefresh: (clientId: string, person: string) => string;
  /** Who consented to a refresh token. */
  readonly personOf: (token: string) => string | undefined;
  /** What an API should think of this bearer token. */
  readonly judge: (bearer: string) => Verdict;
  readonly judgeRefresh: (token: string, clientId: string) => Verdict | 'revoked';
  readonly expireRefreshTokens: () => void;
  readonly revokeAll: () => void;
}

interface RefreshToken {
  readonly clientId: string;
  readonly person: string;
  state: 'ok' | 'expired' | 'revoked';
}

export function createTokenBook(now: () => Date): TokenBook {
  const access = new Map<string, { readonly expiresAt: number }>();
  const refresh = new Map<string, RefreshToken>();

  const markRefresh = (state: RefreshToken['state']) => {
    for (const token of refresh.values()) token.state = state;
  };
  return {
    issueAccess: (lifeSeconds) => {
      const token = `sandbox-access-${randomBytes(32).toString('base64url')}`;
      access.set(token, { expiresAt: now().getTime() + lifeSeconds * 1000 });
      return token;
    },
    issueRefresh: (clientId, person) => {
      const token = `sandbox-refresh-${randomBytes(32).toString('base64url')}`;
      refresh.set(token, { clientId, person, state: 'ok' });
      return token;
    },
    personOf: (token) => refresh.get(token)?.person,
    judge: (bearer) => {
      const token = access.get(bearer);
      if (token === undefined) return 'wrong';
      return token.expiresAt > now().getTime() ? 'ok' : 'expired';
    },
    judgeRefresh: (text, clientId) => {
      const token = refresh.get(text);
      return token === undefined || token.clientId !== clientId ? 'wrong' : token.state;
    },
    expireRefreshTokens: () => markRefresh('expired'),
    revokeAll: () => {
      access.clear();
      markRefresh('revoked');
    },
  };
}
