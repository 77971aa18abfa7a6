import { describe, expect, it } from 'vitest';
import { PEOPLE } from '../../sandbox/slack/workspace.ts';
import { consult, greenWorld } from '../support/doctor.ts';
import { aFile } from './signing-in.ts';

const TEN_MINUTES = 10 * 60_000;

describe('partner-center/check-records', () => {
  it.each([
    [{ kind: 'forbidden', code: '2032' } as const, /HTTP 403, code 2032.*correlation id [0-9a-f-]{36}\) → .*App management/],
    [{ kind: 'throttle', retryAfter: 30 } as const, /asks the bot to slow down.* → Run it again/],
    [{ kind: 'html', status: 200 } as const, /the answer is no JSON.* → .*PARTNER_CENTER_URL/],
    [{ kind: 'html', status: 503 } as const, /HTTP 503.* → Run it again/],
    [{ kind: 'reset' } as const, /connection to Partner Center broke off.* → Run it again/],
  ])('tells what Partner Center refuses: %j', async (fault, line) => {
    const world = await greenWorld();
    world.partnerCenter.faults.whenever(() => fault);

    const { code, lines } = await consult(world.environment());

    expect(code).toBe(1);
    expect(lines('Partner Center')).toEqual([expect.stringMatching(/^FAIL /)]);
    expect(lines('Partner Center')[0]).toMatch(line);
    expect(lines('Entra')).toEqual([expect.stringMatching(/^ok /)]);
    expect(world.partnerCenter.requests).toHaveLength(1);
  });

  it.each([['the app alone', false, /→ .*registers the app/], ['an account', true, /→ .*the Admin agent role/]])('tells the cure for a sign-in of %s', async (_, hasPerson, cure) => {
    const world = await greenWorld();
    world.partnerCenter.faults.whenever(() => ({ kind: 'forbidden', code: '900308' }));
    const environment = world.environment();
    const path = aFile(world.entra.issueRefreshToken(environment['PARTNER_CLIENT_ID'] ?? ''));

    const { lines } = await consult({ ...environment, ...(hasPerson && { PARTNER_REFRESH_TOKEN_FILE: path }) });

    expect(lines('Partner Center')).toEqual([expect.stringMatching(cure)]);
  });

  it('puts a hostile answer on one line, without control characters and addresses', async () => {
    const operationType = `odd\u001b[31m\nFAIL  Slack  ${PEOPLE.admin.email}`;
    const record = { operationDate: new Date().toISOString(), operationType, operationStatus: 'succeeded', resourceType: 'order' };
    const world = await greenWorld({ partnerCenter: { records: [record] } });

    const { text, lines } = await consult(world.environment());

    expect(lines('Slack')).toHaveLength(1);
    expect(lines('Partner Center')).toEqual([expect.stringMatching(/odd \[31m FAIL {2}Slack {2}<address>$/)]);
    expect(text).not.toContain('\u001b');
  });

  it.each([
    ['ahead of', { partnerCenter: { now: () => new Date(Date.now() - TEN_MINUTES) } }],
    ['behind', { partnerCenter: { now: () => new Date(Date.now() + TEN_MINUTES) } }],
  ])('tells that this machine is ten minutes %s Partner Center', async (side, { partnerCenter }) => {
    const world = await greenWorld({ partnerCenter: { records: [], ...partnerCenter } });

    const { code, lines } = await consult(world.environment());

    expect(code).toBe(1);
    expect(lines('Microsoft clock')).toEqual([expect.stringMatching(new RegExp(`^FAIL .*this machine is (?:599|60\\d) s ${side} Microsoft`))]);
  });

  it('takes the time from Entra where Partner Center was not asked', async () => {
    const world = await greenWorld();
    const environment = { ...world.environment(), PARTNER_CLIENT_SECRET: 'wrong' };

    const { lines } = await consult(environment, () => new Date(Date.now() + TEN_MINUTES));

    expect(lines('Microsoft clock')).toEqual([expect.stringMatching(/^FAIL .*this machine is (?:599|60\d) s ahead of Microsoft/)]);
  });
});
