import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/command/parse.ts';
import { commandOfSentence } from '../../src/command/sentences.ts';

const KNOWN = { customers: ['Fabrikam Inc', 'Relecloud'], complete: true, people: ['alice@partner.example', 'svc-sync@partner.example', 'bob@customer.example'] };
const CONTEXT = { now: new Date('2026-11-21T10:00:00Z'), zone: 'Europe/Berlin', known: KNOWN };

describe('command/sentences', () => {
  it.each([
    ['what did alice do yesterday', 'user alice@* yesterday'],
    ['who deleted users at Fabrikam Inc since monday?', 'op delete_customer_user customer Fabrikam Inc since monday'],
    ['orders placed by bob@customer.example', 'op create_order by bob@customer.example'],
    ['everything except the service account', 'not user svc-sync@partner.example'],
    ['changes by our people', 'user *@partner.example'],
    ['what changed on Friday at 14:05', 'around 14:05 on Friday'],
    ['most active users last 30d', 'by user last 30d'],
    ['the difference to last month', 'compare last 30d'],
    ['compare customer Relecloud with last week', 'compare customer Relecloud last 7d'],
    ['what happened', 'search'],
    ['quickly show me who deleted stuff', 'op delete_*, remove_*, *_deleted'],
    ['everything Bob did on friday', 'user bob@* on friday'],
    ['what has alice changed', 'user alice@*'],
    ['licenses removed last month', 'op update_*_licenses last month'],
    ['licences assigned to relecloud yesterday', 'op update_*_licenses relecloud yesterday'],
    ['svc-sync weekend', 'user svc-sync@* weekend'],
    ['bob', 'user bob@*'],
    ['who deleted bob', 'op delete_*, remove_*, *_deleted text bob'],
    ['who reset the password of alice', 'op reset_customer_user_password text alice'],
    ['what was deleted by bob', 'op delete_*, remove_*, *_deleted user bob@*'],
    ['who gave support.desk7 access', 'text "support.desk7" category access'],
    ['who approved GDAP for fabrikam', 'op granular_admin_relationship_approved fabrikam'],
    ['hey, can you see who created users today', 'op create_customer_user today'],
    ['why did the order for fabrikam fail', 'order fabrikam fail'],
  ])('reads %j as %j', (sentence, command) => {
    expect(commandOfSentence(sentence, KNOWN)).toBe(command);
    expect(parseCommand(command, CONTEXT).kind).not.toBe('mistake');
  });

  it.each(['who never changed Relecloud', 'nobody deleted a customer', 'custmer', 'risk high last 7d', 'customer "What did alice do"', 'record a b c', 'save the orders of today'])('makes nothing of %j', (text) => {
    expect(commandOfSentence(text, KNOWN)).toBeUndefined();
  });

  it('guesses no account and no domain where no people are known', () => {
    expect(commandOfSentence('changes by our people', undefined)).not.toContain('@');
    expect(commandOfSentence('everything except the service account', undefined) ?? '').not.toContain('user svc');
  });

  it('never runs by itself: the reply is a mistake that offers it first', () => {
    const command = parseCommand('who changed Relecloud this week', CONTEXT);

    expect(command).toMatchObject({ kind: 'mistake', mistake: { code: 'E_UNKNOWN_WORD', repairs: ['customer Relecloud this week'] } });
  });

  it.each([
    'who gave support.desk7 access', 'gave support.desk7 access', 'who approved GDAP for fabrikam', 'who did it', 'why did the order for wingtip fail', 'can you stop it', 'please save the orders', 'who removed the mute',
  ])('never offers a change, or who the person is, for %j', (text) => {
    for (const known of [undefined, KNOWN]) {
      const command = parseCommand(text, { ...CONTEXT, ...(known && { known }) });
      const { repairs = [], cure = '' } = command.kind === 'mistake' ? command.mistake : {};

      expect([...repairs, cure].join(' ')).not.toMatch(/whoami|\b(?:save|unsave|digest|alert|mute|pause|resume|remove|unmute|share|cancel|run) /);
    }
  });

  it('offers a verb that changes something for its own mistyped name', () => {
    expect(parseCommand('svae risky risk high', CONTEXT)).toMatchObject({ mistake: { repairs: ['save risky risk high'] } });
    expect(parseCommand('unsve risky', CONTEXT)).toMatchObject({ mistake: { repairs: ['unsave risky'] } });
  });

  it.each(['who logged in from russia last night', 'who signed in yesterday', 'signing in of bob'])('says of %j that it is not in the log', (text) => {
    expect(parseCommand(text, CONTEXT)).toMatchObject({ mistake: { code: 'E_NOT_IN_LOG', repairs: [] } });
  });

  it('offers failures of the kind where the name in the question is nobody known', () => {
    expect(parseCommand('why did the order for wingtip fail', CONTEXT)).toMatchObject({ mistake: { repairs: ['failed orders last 7d'] } });
  });

  it.each(['who did it', 'overag for nobodyinc whatever', 'how are things over there then'])('shows three commands where nothing comes near: %j', (text) => {
    expect(parseCommand(text, CONTEXT)).toMatchObject({ mistake: { repairs: [], cure: expect.stringMatching(/short commands.*customer Relecloud.*failed orders.*gdap/) as string } });
  });

  it('stands last where the strange word is part of what it means', () => {
    const command = parseCommand('all custmer Relecloud', CONTEXT);

    expect(command).toMatchObject({ kind: 'mistake', mistake: { repairs: [expect.stringContaining('customer Relecloud')] } });
  });
});
