import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/runtime/metrics.ts';

describe('runtime/metrics', () => {
  it('counts how messages of rules ended', async () => {
    const metrics = createMetrics();
    for (const how of ['delivered', 'unconfirmed', 'delivered']) metrics.deliveryEnded(how);

    const lines = (await metrics.text()).split('\n').filter((line) => line.startsWith('audit_deliveries_total'));

    expect(lines).toEqual(['audit_deliveries_total{outcome="delivered"} 2', 'audit_deliveries_total{outcome="unconfirmed"} 1']);
  });
});
