import { describe, expect, it } from 'vitest';
import { memoryUses, runApp } from './running-app.ts';
import { ADMIN, NEXT, OPS, SCREEN, setUp } from './delivering.ts';

describe('slack/delivery', () => {
  it('answers where the command was typed, for the person alone', async () => {
    const { answers, place, inChannel, direct } = await setUp();

    await answers.send(place, SCREEN);

    expect(inChannel()).toMatchObject([{ text: 'Three operations', ephemeralTo: ADMIN, blocks: [{ type: 'header' }, NEXT] }]);
    expect(direct()).toEqual([]);
  });

  it('uses the place five times and the direct message after that', async () => {
    const { answers, place, posts, inChannel, direct } = await setUp();

    for (let time = 0; time < 6; time += 1) await answers.send(place, SCREEN);

    expect(inChannel()).toHaveLength(5);
    expect(posts()).toEqual([200, 200, 200, 200, 200]);
    expect(direct()).toMatchObject([{ text: 'Three operations', blocks: [{ type: 'header' }, NEXT] }]);
  });

  it('uses the direct message once the place is closed, without asking there', async () => {
    const { answers, place, time, posts, direct } = await setUp();
    time.now = place.openUntil;

    await answers.send(place, SCREEN);

    expect(posts()).toEqual([]);
    expect(direct()).toHaveLength(1);
  });

  it.each(['expired_url', 'used_url'])('uses the direct message when Slack says %s', async (error) => {
    const { slack, answers, place, posts, direct } = await setUp();
    slack.faults.fail('response_url', { error });

    await answers.send(place, SCREEN);

    expect(posts()).toEqual([400]);
    expect(direct()).toHaveLength(1);
  });

  it('sends plain blocks once where rich ones are refused', async () => {
    const { slack, answers, place, plain, posts, inChannel, direct } = await setUp();
    slack.faults.refuseBlocks('header');

    await answers.send(place, SCREEN);

    expect(inChannel()).toMatchObject([{ blocks: [{ type: 'section' }] }]);
    expect(posts()).toEqual([400, 200]);
    expect(plain).toEqual(['response_url']);
    expect(direct()).toEqual([]);
  });

  it('tries twice more when a post is lost, each time with a use of its own', async () => {
    const counted: (number | undefined)[] = [];
    const memory = memoryUses();
    const take = async (url: string) => {
      counted.push(await memory.take(url));
      return counted.at(-1);
    };
    const { slack, answers, place, waits, inChannel, direct } = await setUp({ take });
    slack.faults.fail('response_url', 503);
    slack.faults.fail('response_url', 'reset');

    await answers.send(place, SCREEN);

    expect(inChannel()).toHaveLength(1);
    expect(waits).toEqual([500, 1_000]);
    expect(counted).toEqual([1, 2, 3]);
    expect(direct()).toEqual([]);
  });

  it('uses the direct message when three posts are lost', async () => {
    const { slack, answers, place, posts, inChannel, direct } = await setUp();
    slack.faults.fail('response_url', 500, 3);

    await answers.send(place, SCREEN);

    expect(posts()).toEqual([500, 500, 500]);
    expect(inChannel()).toEqual([]);
    expect(direct()).toHaveLength(1);
  });

  it('shows an answer twice rather than not at all when Slack took it and its own answer was lost', async () => {
    const { slack, answers, place, inChannel } = await setUp();
    slack.faults.fail('response_url', 'dropAfterAccept');

    await answers.send(place, SCREEN);

    expect(inChannel()).toHaveLength(2);
  });

  it('waits for a short rate limit and goes to the direct message for a long one', async () => {
    const { slack, answers, place, waits, inChannel, direct } = await setUp();

    slack.faults.rateLimit('response_url', 2);
    await answers.send(place, SCREEN);
    slack.faults.rateLimit('response_url', 60);
    await answers.send(place, SCREEN);

    expect(waits).toEqual([2_000]);
    expect(inChannel()).toHaveLength(1);
    expect(direct()).toHaveLength(1);
  });

  it.each([
    ['fails', async () => { throw new Error('no Redis'); }],
    ['hangs', () => new Promise<number>(() => undefined)],
  ])('answers although counting the uses %s', async (_how, take) => {
    const { answers, place, inChannel } = await setUp({ take });

    await answers.send(place, SCREEN);

    expect(inChannel()).toHaveLength(1);
  });

  it('posts nothing to a host that is not Slack', async () => {
    const elsewhere = await runApp();
    const { answers, place, direct, log } = await setUp();

    await answers.send({ ...place, responseUrl: elsewhere.slack.apiUrl }, SCREEN);

    expect(elsewhere.slack.requests).toEqual([]);
    expect(direct()).toHaveLength(1);
    expect(log.lines).toContainEqual(expect.objectContaining({ text: 'response_url of a foreign host left alone' }));
  });

  it('replaces the message of a click', async () => {
    const { slack, answers, place, inChannel } = await setUp();
    await answers.send(place, SCREEN);
    const message = await slack.waitForMessage({ channel: OPS, viewer: ADMIN });
    const { responseUrl = '' } = await slack.click({ user: ADMIN, message, label: 'Next' });

    await answers.replace({ ...place, responseUrl }, { kind: 'notice', text: 'Page two' });

    expect(inChannel().map(({ text }) => text)).toEqual(['Page two']);
  });

  it('sends the replacement to the direct message when the click is too old', async () => {
    const { answers, place, direct, posts } = await setUp();

    await answers.replace({ responseUrl: '', openUntil: 0, userId: place.userId }, SCREEN);

    expect(posts()).toEqual([]);
    expect(direct()).toHaveLength(1);
  });

  it('keeps a screen in the direct message', async () => {
    const { answers, inChannel, direct } = await setUp();

    await answers.keep(ADMIN, SCREEN);

    expect(inChannel()).toEqual([]);
    expect(direct()).toMatchObject([{ text: 'Three operations' }]);
  });
});
