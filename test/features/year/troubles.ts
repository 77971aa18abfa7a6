/** What fails for longer than a moment, and when: drawn before the season begins, so that it can be compared with what was told. */
import type { Random } from '../../../sandbox/partner-center/story/random.ts';
import { DAY_MS, HOUR_MS } from '../../../src/audit/dates.ts';

/** `[fromMs, toMs)`, on whole hours. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Troubles {
  readonly api: readonly Span[];
  readonly slack: readonly Span[];
  readonly workers: readonly Span[];
  /** The channel of one digest, by its place among them. */
  readonly archived: Span & { readonly rule: number };
  readonly restarts: readonly number[];
  isApiDown(atMs: number): boolean;
  isSlackDown(atMs: number): boolean;
  areWorkersDown(atMs: number): boolean;
}

export function planOf(random: Random, { beginMs, calmMs, restarts }: { readonly beginMs: number; readonly calmMs: number; readonly restarts: number }): Troubles {
  const hours = Math.floor((calmMs - beginMs) / HOUR_MS);
  const weeks = Math.max(1, Math.round(hours / 24 / 7));
  const draw = (count: number, least: number, most: number): readonly Span[] => Array.from({ length: count }, () => {
    const fromMs = beginMs + random.int(1, Math.max(1, hours - most)) * HOUR_MS;
    return { fromMs, toMs: fromMs + random.int(least, most) * HOUR_MS };
  });
  // Some hours every week or so, and some days now and then.
  const api = [...draw(weeks, 1, 9), ...draw(Math.max(1, Math.floor(weeks / 8)), 100, 150)];
  const slack = draw(Math.max(1, Math.floor(weeks / 2)), 1, 9);
  const workers = [...draw(Math.max(1, Math.floor(weeks / 3)), 1, 6), ...draw(Math.max(1, Math.floor(weeks / 12)), 24, 40)];
  const [span] = draw(1, 60, 72);
  const isIn = (spans: readonly Span[], atMs: number): boolean => spans.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  const free = (): number => {
    for (;;) {
      const atMs = beginMs + random.int(1, hours) * HOUR_MS;
      if (!isIn(workers, atMs)) return atMs;
    }
  };
  return {
    api, slack, workers, archived: { rule: 1, fromMs: span?.fromMs ?? 0, toMs: span?.toMs ?? DAY_MS }, restarts: Array.from({ length: restarts }, free),
    isApiDown: (atMs) => isIn(api, atMs), isSlackDown: (atMs) => isIn(slack, atMs), areWorkersDown: (atMs) => isIn(workers, atMs),
  };
}
