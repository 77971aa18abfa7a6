import { describe, expect, it } from 'vitest';
import { checkAccess, readAccessRules } from '../../src/features/access.ts';
import type { Person } from '../../src/features/people-ports.ts';

const MEMBER: Person = {
  id: 'U0ONE', teamId: 'T1', isAdmin: false, isGuest: false, isBot: false, isDeactivated: false, isStranger: false,
};

/** The decision for a person under a list; Slack knows only this person and puts nobody else into groups. */
function decide(list: string, facts: Partial<Person> | 'not known', channelId?: string, enterpriseId?: string) {
  const person = facts === 'not known' ? undefined : { ...MEMBER, ...facts };
  const people = {
    find: async () => person,
    isInGroup: async (groupId: string) => (groupId === 'SUNKNOWN' ? undefined : groupId === 'SSECURITY'),
  };
  const organisation = { teamId: 'T1', ...(enterpriseId !== undefined && { enterpriseId }) };
  const policy = { rules: readAccessRules(list).rules, organisation };
  return checkAccess({ people, policy }, { userId: 'U0ONE', ...(channelId !== undefined && { channelId }) });
}

const allowed = expect.objectContaining({ kind: 'allowed' });
const refused = (refusal: string) => ({ kind: 'refused', refusal });

describe('features/access', () => {
  it.each([
    ['admins', { isAdmin: true }, undefined],
    ['everyone', {}, undefined],
    ['U0ONE', {}, undefined],
    ['admins, SSECURITY', {}, undefined],
    ['C0OPS', {}, 'C0OPS'],
  ])('lets somebody in under %s', async (list, facts, channel) => {
    expect(await decide(list, facts, channel)).toEqual(allowed);
  });

  it.each([
    ['admins', undefined],
    ['U0TWO,SOTHER', undefined],
    ['SUNKNOWN', undefined],
    ['C0OPS', 'C0ELSE'],
    ['C0OPS', undefined],
  ])('refuses a member who is not covered by %s', async (list, channel) => {
    expect(await decide(list, {}, channel)).toEqual(refused('not-listed'));
  });

  it.each([
    [{ isGuest: true }, 'guest'],
    [{ isBot: true }, 'bot'],
    [{ isDeactivated: true }, 'deactivated'],
    [{ isStranger: true }, 'other-organisation'],
    [{ teamId: 'T2' }, 'other-organisation'],
  ])('refuses %j whatever the list says', async (facts, refusal) => {
    expect(await decide('everyone,U0ONE,C0OPS', { ...facts, isAdmin: true }, 'C0OPS')).toEqual(refused(refusal));
  });

  it('takes people of the same Enterprise Grid as its own', async () => {
    expect(await decide('everyone', { teamId: 'T2', enterpriseId: 'E1' }, undefined, 'E1')).toEqual(allowed);
  });

  it('does not take an admin of another workspace of the Grid for one of its own', async () => {
    expect(await decide('admins', { teamId: 'T2', enterpriseId: 'E1', isAdmin: true }, undefined, 'E1')).toEqual(refused('not-listed'));
  });

  it('says no when Slack cannot say who somebody is', async () => {
    expect(await decide('everyone', 'not known')).toEqual(refused('unknown-person'));
  });

  it('names the entries of a list that mean nothing', () => {
    expect(readAccessRules('admins, bob, U0123ABC').wrong).toEqual(['bob']);
  });
});
