import { describe, expect, it } from 'vitest';
import type { PromisedMessages } from '../../src/features/answer-ports.ts';
import type { Screen } from '../../src/features/screens.ts';
import { SCREEN, setUp } from './delivering.ts';
import { memoryPromises, memoryUses } from './running-app.ts';

const PROMISE: Screen = { kind: 'looking-up', id: 'x', jobId: 'job-1' };
const PROGRESS: Screen = { kind: 'progress', jobId: 'job-1', command: 'last 7d', daysExpected: 0, daysBegun: 0, records: 0, follows: 'answer' };

/** A person whose response_url is no longer open. */
async function late(promises?: PromisedMessages) {
  const world = await setUp(memoryUses(), promises);
  world.time.now = world.place.openUntil;
  const { answers, place, direct } = world;
  return { ...world, promise: () => answers.send(place, PROMISE), answer: () => answers.send(place, SCREEN, 'job-1'), texts: () => direct().map(({ text }) => text) };
}

describe('slack/promised-answer', () => {
  it('puts the answer in place of what promised it', async () => {
    const { promise, answer, direct } = await late();
    await promise();
    const [promised] = direct();

    await answer();

    expect(direct()).toMatchObject([{ text: 'Three operations', ts: promised?.ts, blocks: [{ type: 'header' }, { type: 'actions' }] }]);
  });

  it('puts progress in place of the acknowledgement, and the answer in place of both', async () => {
    const { answers, place, promise, answer, texts } = await late();
    await promise();

    await answers.send(place, PROGRESS);
    expect(texts()).toEqual(['progress']);
    await answer();
    expect(texts()).toEqual(['Three operations']);
  });

  it('leaves the promises of other answers alone', async () => {
    const { answers, place, promise, texts } = await late();
    await promise();

    await answers.send(place, SCREEN, 'job-2');
    await answers.send(place, SCREEN);

    expect(texts()).toEqual(['looking-up', 'Three operations', 'Three operations']);
  });

  it('promises nothing once the answer stands there', async () => {
    const { promise, answer, texts } = await late();
    await answer();

    await promise();

    expect(texts()).toEqual(['Three operations']);
  });

  it('takes back a promise that was posted while the answer was', async () => {
    const promises = memoryPromises();
    const { promise, answer, texts } = await late({ ...promises, find: async () => ({ isClosed: false }) });
    await answer();

    await promise();

    expect(texts()).toEqual(['Three operations']);
  });

  it('edits with plain blocks where rich ones are refused', async () => {
    const { slack, promise, answer, direct, plain } = await late();
    await promise();
    slack.faults.refuseBlocks('header');

    await answer();

    expect(direct()).toMatchObject([{ text: 'Three operations', blocks: [{ type: 'section' }] }]);
    expect(plain).toEqual(['direct message']);
  });

  it.each([503, 'reset', 'dropAfterAccept', { error: 'edit_window_closed' }, { error: 'internal_error' }] as const)('posts the answer where the edit fails: %j', async (how) => {
    const { slack, promise, answer, texts } = await late();
    await promise();
    slack.faults.fail('chat.update', how);

    await answer();

    expect(texts()).toEqual(['Three operations']);
  });

  it('posts the answer where what promised it was deleted', async () => {
    const { client, promise, answer, direct, texts } = await late();
    await promise();
    for (const { channel, ts } of direct()) await client.chat.delete({ channel, ts });

    await answer();

    expect(texts()).toEqual(['Three operations']);
  });

  it('leaves the acknowledgement as it is where progress cannot take its place', async () => {
    const { slack, answers, place, promise, answer, texts } = await late();
    await promise();
    slack.faults.fail('chat.update', 503);

    await answers.send(place, PROGRESS);

    expect(texts()).toEqual(['looking-up']);
    await answer();
    expect(texts()).toEqual(['Three operations']);
  });

  it('keeps what promised the answer until the answer was taken', async () => {
    const { slack, promise, answer, texts } = await late();
    await promise();
    slack.faults.fail('chat.update', 503);
    slack.faults.fail('chat.postMessage', 503);

    await expect(answer()).rejects.toMatchObject({ retryable: true });
    expect(texts()).toEqual(['looking-up']);
    await answer();
    expect(texts()).toEqual(['Three operations']);
  });

  it.each([
    ['fails', async () => { throw new Error('no Redis'); }],
    ['hangs', () => new Promise<never>(() => undefined)],
  ])('promises and answers although what is remembered %s', async (_how, lost) => {
    const { promise, answer, texts } = await late({ note: lost, find: lost, close: lost });

    await promise();
    await answer();

    expect(texts()).toEqual(['looking-up', 'Three operations']);
  });

  it('says in place of the promise that no answer comes, and promises none after that', async () => {
    const { answers, promise, texts } = await late();
    await promise();

    await answers.stop('job-1', SCREEN);
    await answers.stop('job-2', SCREEN);
    await promise();

    expect(texts()).toEqual(['Three operations']);
  });
});
