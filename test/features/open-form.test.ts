import { describe, expect, it } from 'vitest';
import { printForm } from '../../src/command/form.ts';
import { readAccessRules } from '../../src/features/access.ts';
import { openForm, type FormOrigin, type OpenFormDeps } from '../../src/features/open-form.ts';
import type { Person } from '../../src/features/people-ports.ts';
import { Problem } from '../../src/features/problem.ts';
import { notebook } from '../slack/running-app.ts';

const RELECLOUD = 'BBBB1B1B-cc2c-dd3d-ee4e-ffffff5f5f5f';
const ADMIN: Person = { id: 'U0ONE', teamId: 'T1', isAdmin: true, isGuest: false, isBot: false, isDeactivated: false, isStranger: false };
const DOWN = new Problem({ kind: 'storage', retryable: true, whatHappened: 'Storage is down.', whatToDo: 'Wait.' });

interface World {
  readonly access?: string;
  readonly question?: string;
  readonly down?: 'directory' | 'results';
}

/** The form that an admin opens in #ops, where the log holds Relecloud and Fabrikam. */
async function open(origin: FormOrigin, { access = 'admins', question, down }: World = {}) {
  const deps: OpenFormDeps = {
    people: { find: async () => ADMIN, isInGroup: async () => false },
    policy: { rules: readAccessRules(access).rules, organisation: { teamId: 'T1' } },
    directory: {
      everybody: async () => {
        if (down === 'directory') throw DOWN;
        return { customers: [{ id: RELECLOUD.toLowerCase(), name: 'Relecloud' }, { id: 'other', name: 'Fabrikam Inc' }], people: [] };
      },
    },
    results: {
      question: async () => {
        if (down === 'results') throw DOWN;
        return question === undefined ? undefined : { command: question, zone: 'UTC' };
      },
    },
    clock: () => new Date('2026-11-21T10:00:00Z'), defaultZone: 'UTC', log: notebook(),
  };
  const screen = await openForm(deps, { userId: ADMIN.id, channelId: 'C0OPS' }, origin);
  return { screen, line: screen.kind === 'form' ? printForm(screen.form) : undefined, names: screen.kind === 'form' ? [...screen.names] : [] };
}

describe('features/open-form', () => {
  it('is empty for a button that brings nothing', async () => {
    expect((await open({ kind: 'nothing' })).line).toBe('search');
  });

  it('is filled in from a text, with the names of customers whose ids stand in it', async () => {
    const { screen, line, names } = await open({ kind: 'text', text: `customer ${RELECLOUD} failed wehn last 30d` });

    expect(line).toBe(`customer ${RELECLOUD} status failed last 30d`);
    expect(screen).toMatchObject({ notUnderstood: 'wehn' });
    expect(names).toEqual([[RELECLOUD.toLowerCase(), 'Relecloud']]);
  });

  it('knows customers of the log by their bare names', async () => {
    expect((await open({ kind: 'text', text: 'Fabrikam Inc yesterday' })).line).toBe('customer "Fabrikam Inc" yesterday');
  });

  it('is filled in from the search of an answer, and says when that is no longer remembered', async () => {
    const origin = { kind: 'result', resultId: 'result-0000000000000001' } as const;

    expect((await open(origin, { question: 'status failed last 7d by day' })).line).toBe('status failed last 7d by day');
    expect((await open(origin)).screen).toMatchObject({ kind: 'form', forgotten: true });
  });

  it('opens without names when the directory is down, and not at all when the search cannot be read', async () => {
    expect((await open({ kind: 'text', text: `customer ${RELECLOUD}` }, { down: 'directory' })).names).toEqual([]);
    await expect(open({ kind: 'result', resultId: 'result-0000000000000001' }, { down: 'results' })).rejects.toBe(DOWN);
  });

  it('shows nothing to somebody without access, and looks nothing up for them', async () => {
    const { screen } = await open({ kind: 'result', resultId: 'result-0000000000000001' }, { access: 'U0TWO,C0TWO', down: 'results' });

    expect(screen).toEqual({ kind: 'refused', refusal: 'not-listed', userId: 'U0ONE', elsewhere: true });
    expect((await open({ kind: 'nothing' }, { access: 'C0OPS' })).screen.kind).toBe('form');
  });
});
