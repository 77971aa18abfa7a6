/** Partner Center and Entra as a process of their own, so that their work is not measured. Started by `upstream.ts`. */
import { randomUUID } from 'node:crypto';
import { startEntra } from '../sandbox/entra/server.ts';
import { startPartnerCenter } from '../sandbox/partner-center/server.ts';
import { RELECLOUD } from '../sandbox/partner-center/story/cast.ts';
import { createLog } from '../sandbox/partner-center/story/log.ts';
import type { Seen, Upstream, UpstreamSpec } from './upstream.ts';

const DAY_MS = 86_400_000;

/** A token bucket in front of the service: whoever finds it empty is told to come back in a second. */
function createLimit(perSecond: number): () => boolean {
  let [left, at] = [perSecond, performance.now()];
  return () => {
    const now = performance.now();
    left = Math.min(perSecond, left + (now - at) / 1_000 * perSecond);
    at = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}

async function main(spec: UpstreamSpec): Promise<void> {
  const to = new Date(spec.to);
  const from = new Date(to.getTime() - spec.days * DAY_MS);
  const records = createLog({ count: spec.records, seed: 'bench', from, to, heaviestDayShare: spec.heaviestDayShare ?? 0 });
  const ofOne = createLog({ count: spec.ofRelecloud ?? 0, seed: 'one', from, to, customers: [RELECLOUD], heaviestDayShare: 0 })
    .map((record) => ({ ...record, customerId: RELECLOUD.id, customerName: RELECLOUD.name }));
  const partnerCenter = await startPartnerCenter({ records: [...records, ...ofOne], now: () => to, latencyMs: spec.latencyMs });
  if (spec.perSecond !== undefined) {
    const mayPass = createLimit(spec.perSecond);
    partnerCenter.faults.whenever(() => (mayPass() ? undefined : { kind: 'throttle', retryAfter: 1 }));
  }
  const tenant = { tenantId: randomUUID(), clientId: randomUUID(), clientSecret: randomUUID() };
  const entra = await startEntra({ tenantId: tenant.tenantId, clients: [{ clientId: tenant.clientId, secret: tenant.clientSecret }] });
  process.on('message', () => {
    const seen: Seen = {
      requests: partnerCenter.requests.length,
      throttled: partnerCenter.requests.filter(({ status }) => status === 429).length,
      tokens: entra.requests.length,
    };
    process.send?.(seen);
  });
  const started: Upstream = { url: partnerCenter.url, entraUrl: entra.url, ...tenant };
  process.send?.(started);
}

process.on('disconnect', () => process.exit());
await main(JSON.parse(process.argv[2] ?? '') as UpstreamSpec);
