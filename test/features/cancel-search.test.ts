import { describe, expect, it } from 'vitest';
import { commanding } from '../support/commanding.ts';

const { type, deps } = commanding();

describe('features/cancel-search', () => {
  it('stops the latest search of this person, once', async () => {
    const asked = await type('failed last 30d', 'UONE');
    const jobId = asked.kind === 'understood' ? asked.jobId : '';

    expect(await type('cancel', 'UONE')).toMatchObject({ kind: 'stopped', text: expect.stringContaining('Stopped') as string });
    expect(await deps.ledger.isAnswered(jobId)).toBe(true);
    expect(await type('cancel', 'UONE')).toMatchObject({ text: expect.stringContaining('nothing left to stop') as string });
  });

  it.each([['export last 2d', 2], ['compare last 7d', 2], ['record 9c75b432-a7b3-4b3e-8d3a-111111111111', 1]])('stops %s when that was asked last; the history then holds %i', async (text, listed) => {
    const user = `U${text.slice(0, 6).toUpperCase()}`;
    const asked = await type('failed last 30d', user);
    if (asked.kind === 'understood') await deps.ledger.markAnswered(asked.jobId);
    await type(text, user);

    expect(await type('cancel', user)).toMatchObject({ text: expect.stringContaining('Stopped') as string });
    expect(await type('cancel', user)).toMatchObject({ text: expect.stringContaining('nothing left to stop') as string });
    expect(await deps.history.recent(user)).toHaveLength(listed);
  });

  it('does not say that no answer comes, since one may be on its way', async () => {
    await type('failed last 30d', 'UFIVE');

    expect(await type('cancel', 'UFIVE')).toMatchObject({ text: expect.stringContaining('unless it was on its way already') as string });
  });

  it('says so after the answer', async () => {
    const asked = await type('failed last 30d', 'UTWO');
    if (asked.kind === 'understood') await deps.ledger.markAnswered(asked.jobId);

    expect(await type('cancel', 'UTWO')).toMatchObject({ text: expect.stringContaining('nothing left to stop') as string });
  });

  it('leaves the searches of others alone, and has nothing to stop for somebody who asked nothing', async () => {
    const asked = await type('failed last 30d', 'UTHREE');
    const jobId = asked.kind === 'understood' ? asked.jobId : '';

    expect(await type(`cancel ${jobId}`, 'UFOUR')).toMatchObject({ text: expect.stringContaining('no search of yours') as string });
    expect(await deps.ledger.isAnswered(jobId)).toBe(false);
    expect(await type('cancel', 'UFOUR')).toMatchObject({ text: expect.stringContaining('asked nothing') as string });
  });
});
