import { describe, expect, it } from 'vitest';
import { createPromisedMessages } from '../../src/store/promised-messages.ts';
import { testConnection } from '../support/connection.ts';

const { redis, prefix } = testConnection();
const [here, there] = [createPromisedMessages({ redis, prefix }), createPromisedMessages({ redis, prefix })];
const FIRST = { channel: 'D0ONE', ts: '1795311300.000100' };
const SECOND = { channel: 'D0ONE', ts: '1795311300.000200' };

describe('store/promised-messages', () => {
  it('tells one process what another has posted', async () => {
    const isNoted = await here.note('a', FIRST);

    expect(isNoted).toBe(true);
    expect(await there.find('a')).toEqual({ message: FIRST, isClosed: false });
    expect(await there.find('b')).toEqual({ isClosed: false });
  });

  it('notes the first message of a job and no other', async () => {
    await here.note('c', FIRST);

    expect(await there.note('c', SECOND)).toBe(false);
    expect(await here.close('c')).toEqual(FIRST);
  });

  it('takes no promise once the answer is on its way', async () => {
    const nothing = await there.close('d');

    expect(nothing).toBeUndefined();
    expect(await here.note('d', FIRST)).toBe(false);
    expect(await here.find('d')).toMatchObject({ isClosed: true });
  });

  it('gives the message again to an answer that is tried again', async () => {
    await here.note('e', FIRST);
    await there.close('e');

    expect(await here.close('e')).toEqual(FIRST);
  });

  it('forgets within the hour', async () => {
    await here.note('f', FIRST);
    await here.close('g');

    const lives = await Promise.all(['f', 'g'].map((jobId) => redis.pttl(`${prefix}:promised:${jobId}`)));
    expect(lives.every((ms) => ms > 3_500_000 && ms <= 3_600_000)).toBe(true);
  });
});
