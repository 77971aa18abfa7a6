import { describe, expect, it } from 'vitest';
import { SCOPES } from '../../src/slack/scopes.ts';
import { consult, greenWorld } from '../support/doctor.ts';

const EVERY_SCOPE = SCOPES.map(({ scope }) => scope);
const TEN_MINUTES = 10 * 60_000;

describe('slack/check-slack', () => {
  it('tells a wrong bot token, with where to get it', async () => {
    const world = await greenWorld();

    const { code, lines, text } = await consult({ ...world.environment(), SLACK_BOT_TOKEN: 'xoxb-of-somebody-else' });

    expect(code).toBe(1);
    expect(lines('Slack')).toEqual([expect.stringMatching(/^FAIL .*SLACK_BOT_TOKEN is not accepted by Slack \(invalid_auth\)\. → Copy the bot token/)]);
    expect(lines('Slack scopes')).toEqual([expect.stringMatching(/^skip .*waits for a bot token/)]);
    expect(lines('Slack clock')).toEqual([expect.stringMatching(/^ok /)]);
    expect(text).not.toContain('somebody-else');
  });

  it.each([503, 'reset'] as const)('tells that Slack gives no answer (%s)', async (how) => {
    const world = await greenWorld();
    world.slack.faults.fail('auth.test', how);

    const { code, lines } = await consult(world.environment());

    expect(code).toBe(1);
    expect(lines('Slack')).toEqual([expect.stringMatching(/^FAIL .*Slack gave no answer \(.+\)\. → Check SLACK_API_URL/)]);
  });

  it('tells a missing scope with what it is for', async () => {
    const world = await greenWorld({ slack: { scopes: EVERY_SCOPE.filter((scope) => scope !== 'im:write') } });

    const { code, lines } = await consult(world.environment());

    expect(code).toBe(1);
    expect(lines('Slack scopes')).toEqual([expect.stringMatching(/^FAIL .*missing: im:write \(direct messages\) → Add im:write under OAuth & Permissions .*reinstall/)]);
  });

  it('notes what does not work without an optional scope, and warns of one too many', async () => {
    const world = await greenWorld({ slack: { scopes: [...EVERY_SCOPE.filter((scope) => scope !== 'usergroups:read'), 'channels:history'] } });

    const { code, lines } = await consult(world.environment());

    expect(code).toBe(0);
    expect(lines('Slack scopes')).toEqual([
      expect.stringMatching(/^ok .*all 9 that are needed are granted/),
      expect.stringMatching(/^ok .*without them these do not work: usergroups:read \(user groups/),
      expect.stringMatching(/^warn .*more than the manifest asks for: channels:history → Take it out/),
    ]);
  });

  it('holds an optional scope for required when an access list needs it', async () => {
    const world = await greenWorld({ slack: { scopes: EVERY_SCOPE.filter((scope) => scope !== 'usergroups:read') } });

    const { code, lines } = await consult({ ...world.environment(), AUDIT_ACCESS: 'admins,S0GROUP' });

    expect(code).toBe(1);
    expect(lines('Slack scopes')[0]).toMatch(/^FAIL .*missing: usergroups:read/);
  });

  it('tells that the clocks are ten minutes apart', async () => {
    const world = await greenWorld({ slack: { now: () => Date.now() + TEN_MINUTES } });

    const { code, lines } = await consult(world.environment());

    expect(code).toBe(1);
    expect(lines('Slack clock')).toEqual([expect.stringMatching(/^FAIL .*this machine is (?:599|60\d) s behind Slack: signatures .* → Let this machine set its clock by NTP/)]);
    expect(lines('Microsoft clock')).toEqual([expect.stringMatching(/^ok /)]);
  });
});
