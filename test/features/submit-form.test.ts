import { describe, expect, it } from 'vitest';
import { TEAM } from '../../sandbox/slack/workspace.ts';
import { EMPTY_FORM, type SearchForm } from '../../src/command/form.ts';
import type { CommandDeps } from '../../src/features/handle-command.ts';
import { Problem } from '../../src/features/problem.ts';
import { submitForm } from '../../src/features/submit-form.ts';
import { AN_ADMIN, commandDeps } from '../support/command-deps.ts';

const PLACE = { responseUrl: 'https://hooks.slack.com/x', openUntil: 0, userId: AN_ADMIN.id };
const DOWN: Partial<CommandDeps> = {
  queue: {
    add: async () => {
      throw new Problem({ kind: 'storage', retryable: true, whatHappened: 'Nothing was run.', whatToDo: 'Try again.' });
    },
  },
};

async function submit(fields: Partial<SearchForm>, facts: Partial<CommandDeps> = {}) {
  const { deps, jobs, asked } = commandDeps(facts);
  const submitted = await submitForm(deps, { id: 'a'.repeat(32), place: PLACE }, { ...EMPTY_FORM, ...fields });
  return { submitted, jobs, asked };
}

describe('features/submit-form', () => {
  it('queues the command a form equals, as one that is typed, and shows it', async () => {
    const { submitted, jobs, asked } = await submit({ customers: [{ kind: 'name', name: 'Relecloud' }], time: { from: '2026-11-10', to: '2026-11-11' } });
    const command = 'customer Relecloud from 2026-11-10 to 2026-11-11';

    expect(submitted).toMatchObject({ kind: 'screen', screen: { kind: 'understood', equals: command } });
    expect(jobs).toMatchObject([{ kind: 'search', command, zone: 'Europe/Berlin', answerTo: PLACE, from: '2026-11-09T23:00:00.000Z', to: '2026-11-11T23:00:00.000Z' }]);
    expect(asked).toMatchObject([{ command }]);
  });

  it('asks for the time that the form shows when none was chosen', async () => {
    const { submitted, jobs } = await submit({ statuses: ['failed'] });

    expect(submitted).toMatchObject({ screen: { kind: 'understood', equals: 'status failed last 7d', search: { defaultTime: false } } });
    expect(jobs).toMatchObject([{ command: 'status failed last 7d' }]);
  });

  it('runs nothing while a field is wrong', async () => {
    const { submitted, jobs } = await submit({ time: { from: '2026-12-24' } });

    expect(submitted).toMatchObject({ kind: 'faults', faults: [{ field: 'from' }] });
    expect(jobs).toEqual([]);
  });

  it('puts what only the command shows to be wrong at its field', async () => {
    const { submitted } = await submit({ customers: [{ kind: 'name', name: 'Fabrikam' }] });

    expect(submitted).toEqual({ kind: 'faults', faults: [{ field: 'customers', says: expect.stringContaining('No customer matches Fabrikam') as string }] });
  });

  it('runs a form that equals a longer command than people may type', async () => {
    const people = Array.from({ length: 48 }, (_, index) => `alice${index}@partner.example`);
    const { submitted, jobs } = await submit({ people });

    expect(submitted).toMatchObject({ screen: { kind: 'understood' } });
    expect(jobs).toMatchObject([{ filter: { users: people } }]);
  });

  it('keeps the form open when nothing could be queued', async () => {
    const { submitted } = await submit({}, DOWN);

    expect(submitted).toEqual({ kind: 'faults', faults: [{ field: 'customers', says: 'Nothing was run. Try again.' }] });
  });

  it('refuses somebody who lost access while the form was open', async () => {
    const { submitted, jobs } = await submit({}, { policy: { rules: [], organisation: { teamId: TEAM.id } } });

    expect(submitted).toEqual({ kind: 'screen', screen: { kind: 'refused', refusal: 'not-listed', userId: AN_ADMIN.id } });
    expect(jobs).toEqual([]);
  });
});
