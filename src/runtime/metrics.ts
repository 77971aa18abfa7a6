/** What is counted and measured, in Prometheus' form. Labels never hold names of customers or people. */
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export interface Metrics {
  /** A request of Slack was acknowledged; `kind` is command, click, view or event. */
  acknowledged(kind: string, ms: number): void;
  /** A search ended: answered, failed, handed back, delayed. */
  searchEnded(outcome: string, ms: number): void;
  /** A message that nobody asked for just now came to an end: delivered, refused, given-up, unconfirmed. */
  deliveryEnded(how: string): void;
  /** Slack refused rich blocks and got plain ones. */
  sentPlain(surface: string): void;
  /** All of it as text. */
  text(): Promise<string>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const acknowledgements = new Histogram({
    name: 'audit_slack_acknowledgement_seconds', help: 'Time from a request of Slack to its acknowledgement',
    labelNames: ['kind'], buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 2.5, 3], registers,
  });
  const searches = new Histogram({
    name: 'audit_search_seconds', help: 'Time a worker spent on a search, by how it ended',
    labelNames: ['outcome'], buckets: [0.1, 0.3, 1, 3, 10, 30, 100, 300], registers,
  });
  const plain = new Counter({
    name: 'audit_plain_messages_total', help: 'Messages sent in plain blocks because Slack refused the rich ones',
    labelNames: ['surface'], registers,
  });
  const deliveries = new Counter({
    name: 'audit_deliveries_total', help: 'Messages of rules by what became of them; unconfirmed ones may be missing in Slack',
    labelNames: ['outcome'], registers,
  });
  return {
    acknowledged: (kind, ms) => acknowledgements.observe({ kind }, ms / 1_000),
    searchEnded: (outcome, ms) => searches.observe({ outcome }, ms / 1_000),
    deliveryEnded: (outcome) => deliveries.inc({ outcome }),
    sentPlain: (surface) => plain.inc({ surface }),
    text: () => registry.metrics(),
  };
}
