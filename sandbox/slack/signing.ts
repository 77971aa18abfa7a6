/** Slack's request signature. Page: docs.slack.dev/authentication/verifying-requests-from-slack */
import { createHmac } from 'node:crypto';

export interface Signature {
  readonly 'x-slack-request-timestamp': string;
  readonly 'x-slack-signature': string;
}

export const sign = (secret: string, timestampSeconds: number, body: string): Signature => ({
  'x-slack-request-timestamp': String(timestampSeconds),
  'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${timestampSeconds}:${body}`).digest('hex')}`,
});
