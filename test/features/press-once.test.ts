import { describe, expect, it } from 'vitest';
import { pressOnce } from '../../src/features/press-once.ts';
import type { Once } from '../../src/features/ports.ts';
import { Problem } from '../../src/features/problem.ts';
import type { Screen } from '../../src/features/screens.ts';
import { notebook } from '../slack/running-app.ts';

const DONE: Screen = { kind: 'looking-up', id: 'x', jobId: 'y' };
const ANSWERED: Screen = { kind: 'notice', text: 'Saved.' };
const BROKEN: Screen = { kind: 'problem', whatHappened: 'Redis is gone.', whatToDo: 'Wait.' };
const gone = new Problem({ kind: 'storage', retryable: true, whatHappened: 'Redis is gone.', whatToDo: 'Wait.' });

/** What is pressed, and how often it was run. */
function pressing(facts: Partial<Once> = {}) {
  const taken = new Set<string>();
  const once: Once = { take: async (key) => !taken.has(key) && Boolean(taken.add(key)), giveBack: async (key) => void taken.delete(key), ...facts };
  const runs: string[] = [];
  const press = (id: string, said: () => Screen = () => DONE) => pressOnce({ once, log: notebook() }, id, async () => {
    runs.push(id);
    return said();
  });
  return { press, runs };
}

describe('features/press-once', () => {
  it('runs once what is pressed twice at once, and what else is pressed too', async () => {
    const { press, runs } = pressing();

    const said = await Promise.all([press('a'), press('a'), press('b')]);

    expect([...said, await press('a')]).toEqual([DONE, undefined, DONE, undefined]);
    expect(runs).toEqual(['a', 'b']);
  });

  it.each([['starts nothing', () => ANSWERED], ['says that it failed', () => BROKEN], ['fails', () => { throw gone; }]])('can be pressed again at once where it %s', async (_, said) => {
    const { press, runs } = pressing();

    await press('a', said).catch(() => undefined);

    expect(await press('a')).toEqual(DONE);
    expect(runs).toHaveLength(2);
  });

  it('runs where nobody can say whether it was pressed before', async () => {
    const { press } = pressing({ take: async () => Promise.reject(gone) });

    expect(await press('a')).toEqual(DONE);
  });
});
