import { describe, expect, it } from 'vitest';
import { createOnce } from '../../src/store/once.ts';
import { testConnection } from '../support/connection.ts';
import { until } from '../support/until.ts';

const { redis, prefix } = testConnection();

describe('store/once', () => {
  it('lets the first one through, in all processes together', async () => {
    const [here, there] = [createOnce({ redis, prefix }), createOnce({ redis, prefix })];

    const taken = await Promise.all([here.take('a', 10_000), there.take('a', 10_000), here.take('b', 10_000)]);

    expect(taken.slice(0, 2).filter(Boolean)).toHaveLength(1);
    expect(taken[2]).toBe(true);
  });

  it('lets another through once it was given back, or the while is over', async () => {
    const once = createOnce({ redis, prefix: `${prefix}:again` });
    await once.take('a', 10_000);
    await once.take('b', 50);
    await once.giveBack('a');

    expect(await once.take('a', 10_000)).toBe(true);
    await until(() => once.take('b', 10_000));
  });
});
