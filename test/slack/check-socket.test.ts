import { describe, expect, it } from 'vitest';
import { consult, greenWorld } from '../support/doctor.ts';

describe('slack/check-socket', () => {
  it.each([
    [{ SLACK_APP_TOKEN: 'xapp-of-somebody-else' }, undefined, /^FAIL .*does not accept SLACK_APP_TOKEN \(invalid_auth\)\. → Make an app-level token/],
    [{}, 503, /^FAIL .*no socket to Slack could be opened → Check SLACK_API_URL/],
  ] as const)('tells when the app token opens no socket: %j %s', async (changed, fault, line) => {
    const world = await greenWorld();
    if (fault) world.slack.faults.fail('apps.connections.open', fault, 9);

    const { code, lines } = await consult({ ...world.environment('socket'), ...changed });

    expect(code).toBe(1);
    expect(lines('Slack socket')).toEqual([expect.stringMatching(line)]);
    expect(lines('Slack')).toEqual([expect.stringMatching(/^ok /)]);
  });
});
