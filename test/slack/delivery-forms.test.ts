import { describe, expect, it } from 'vitest';
import { PEOPLE } from '../../sandbox/slack/workspace.ts';
import { ADMIN, NEXT, OPS, SCREEN, setUp } from './delivering.ts';

describe('slack/delivery (refused blocks, sharing)', () => {
  it('sends plain blocks at once for an hour where rich ones were refused, and counts each', async () => {
    const { slack, answers, place, time, plain, posts, direct } = await setUp();
    slack.faults.refuseBlocks('header');
    await answers.send(place, SCREEN);
    await answers.send(place, SCREEN);
    await answers.keep(ADMIN, SCREEN);
    time.now += 3_600_000;
    await answers.keep(ADMIN, SCREEN);

    expect(posts()).toEqual([400, 200, 200]);
    expect(plain).toEqual(['response_url', 'response_url', 'direct message', 'direct message']);
    expect(direct()).toHaveLength(2);
  });

  it('remembers refusals of each surface apart', async () => {
    const { slack, answers, place, inChannel } = await setUp();
    slack.faults.refuseBlocks('header');
    await answers.keep(ADMIN, SCREEN);
    slack.faults.clear();
    await answers.send(place, SCREEN);

    expect(inChannel()).toMatchObject([{ blocks: [{ type: 'header' }, NEXT] }]);
  });

  it('shows to everybody in the channel what is shared, in blocks it takes', async () => {
    const { slack, answers, place, plain } = await setUp();
    slack.faults.refuseBlocks('header');

    expect(await answers.share(place, SCREEN)).toBe(true);
    const [shared] = slack.messages({ channel: OPS, viewer: PEOPLE.member.id });
    expect(shared).toMatchObject({ text: 'Three operations', blocks: [{ type: 'section' }] });
    expect(shared).not.toHaveProperty('ephemeralTo');
    expect(plain).toEqual(['in_channel']);
  });

  it('waits for a short rate limit, which showed nothing to anybody, then shares once', async () => {
    const { slack, answers, place, waits } = await setUp();
    slack.faults.rateLimit('response_url', 1);

    expect(await answers.share(place, SCREEN)).toBe(true);
    expect(waits).toEqual([1_000]);
    expect(slack.messages({ channel: OPS, viewer: PEOPLE.member.id })).toHaveLength(1);
  });

  it.each(['expired_url', 'reset'] as const)('neither repeats what is shared nor sends it anywhere else (%s)', async (fault) => {
    const { slack, answers, place, direct } = await setUp();
    slack.faults.fail('response_url', fault === 'reset' ? 'reset' : { error: fault });

    expect(await answers.share(place, SCREEN)).toBe(false);
    expect(slack.messages({ channel: OPS, viewer: PEOPLE.member.id })).toEqual([]);
    expect(direct()).toEqual([]);
  });
});
