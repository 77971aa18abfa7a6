/** An invented partner with everything around it: Slack, Entra, Partner Center and a Redis, all on loopback. */
import { randomUUID } from 'node:crypto';
import { startEntra, type EntraStandIn } from './entra/server.ts';
import { startPartnerCenter, type PartnerCenterOptions, type PartnerCenterStandIn } from './partner-center/server.ts';
import { startSlack, type SlackStandIn } from './slack/server.ts';
import type { SlackOptions } from './slack/state.ts';

export interface WorldOptions {
  readonly redisUrl: string;
  readonly partnerCenter: Pick<PartnerCenterOptions, 'records'> & Partial<PartnerCenterOptions>;
  readonly slack?: Partial<SlackOptions>;
  /** Milliseconds since 1970; the machine's clock, if left out. */
  readonly now?: () => number;
}

export interface World {
  readonly slack: SlackStandIn;
  readonly entra: EntraStandIn;
  readonly partnerCenter: PartnerCenterStandIn;
  /** What the bot needs to live in this world; `socket` takes Socket Mode instead of HTTP. */
  environment(transport?: 'http' | 'socket'): Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Nobody's tenant, app or secret: they are made up anew for each world. */
export async function startWorld({ redisUrl, partnerCenter, slack = {}, now = Date.now }: WorldOptions): Promise<World> {
  const tenantId = randomUUID();
  const client = { clientId: randomUUID(), secret: randomUUID() };
  const secrets = { signingSecret: randomUUID(), botToken: `xoxb-${randomUUID()}`, appToken: `xapp-${randomUUID()}` };
  const prefix = `sandbox-${randomUUID().slice(0, 8)}`;
  const entra = await startEntra({ tenantId, clients: [client], now: () => new Date(now()) });
  const partner = await startPartnerCenter({ acceptToken: entra.accepts, now: () => new Date(now()), ...partnerCenter });
  const workspace = await startSlack({ ...secrets, now, ...slack });
  return {
    slack: workspace,
    entra,
    partnerCenter: partner,
    environment: (transport = 'http') => ({
      SLACK_BOT_TOKEN: secrets.botToken,
      ...(transport === 'http' ? { SLACK_SIGNING_SECRET: secrets.signingSecret } : { SLACK_APP_TOKEN: secrets.appToken }),
      SLACK_API_URL: workspace.apiUrl,
      REDIS_URL: redisUrl,
      REDIS_PREFIX: prefix,
      PARTNER_TENANT_ID: tenantId,
      PARTNER_CLIENT_ID: client.clientId,
      PARTNER_CLIENT_SECRET: client.secret,
      PARTNER_CENTER_URL: partner.url,
      ENTRA_AUTHORITY_URL: entra.url,
    }),
    async close() {
      await Promise.all([workspace.close(), partner.close(), entra.close()]);
    },
  };
}
