/** The risk of an event: asked by every rule, and found only once. */
import type { AlertEvent } from './alert-events.ts';
import { riskOf, type RatedRisk } from './sentence-risk.ts';

const rated = new WeakMap<AlertEvent, RatedRisk>();

export function ratedRisk(event: AlertEvent): RatedRisk {
  const known = rated.get(event);
  if (known) return known;
  const risk = riskOf(event.record, event.earlier);
  rated.set(event, risk);
  return risk;
}
