import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../src/audit/operations.ts';
import { sentenceOf } from '../../src/audit/sentence.ts';
import { aRecord } from '../support/records.ts';

const WHO = { customerName: 'Relecloud', userPrincipalName: 'alice@partner.example' };

describe('audit/sentence', () => {
  it.each(OPERATIONS.map(({ value }) => value))('says something of a bare %s, and who is recorded', (operationType) => {
    const sentence = sentenceOf(aRecord({ ...WHO, operationType }));

    expect(sentence).toMatch(/recorded as alice@partner\.example\.$|on the customer's side; recorded user: alice@partner\.example\.$/);
    expect(sentence).not.toMatch(/\balice@partner\.example (?!\.)|by alice/);
  });

  it.each(OPERATIONS.map(({ value }) => value))('says first that a failed, declined or running %s is none that happened', (operationType) => {
    const sentences = ['failed', 'Decline', 'progress', 'partially_succeeded'].map((operationStatus) => sentenceOf(aRecord({ ...WHO, operationType, operationStatus })));

    expect(sentences[0]).toMatch(/^Did not happen: recorded as failed\. /);
    expect(sentences[1]).toMatch(/^Did not happen: recorded as declined\. /);
    expect(sentences[2]).toMatch(/^Not known to have happened: recorded as in progress\. /);
    expect(sentences[3]).toMatch(/^Recorded with status partially_succeeded, whose meaning is not known here\. /);
  });

  it('says nothing where there is nothing to say, or no word for it', () => {
    expect(sentenceOf(aRecord({ operationType: 'undefined' }))).toBeUndefined();
    expect(sentenceOf(aRecord({ ...WHO, operationType: '  ' }))).toBeUndefined();
  });

  it('names an application where no user is recorded, and a customer by id where no name is', () => {
    const sentence = sentenceOf(aRecord({ applicationId: '4990cffe-04e8-4e8b-808a-1175604b879f', customerId: 'bbbb1b1b' }));

    expect(sentence).toBe('Order placed for customer bbbb1b1b, no user recorded, via Partner Center web.');
  });

  it('cuts long names by characters, not by halves of them, and keeps to one line', () => {
    const sentence = sentenceOf(aRecord({ ...WHO, customerName: `${'🦖'.repeat(30)}\nsecond line` }), { longest: 20 });

    expect(sentence).toBe(`Order placed for ${'🦖'.repeat(19)}…, recorded as alice@partner.examp….`);
  });

  it('leaves secrets and how to reach people to the details', () => {
    const value = JSON.stringify({ DisplayName: 'Desk', ClientSecret: '[masked]', Email: 'x@relecloud.example', FirstName: 'Sam', PhoneNumber: '555' });

    expect(sentenceOf(aRecord({ ...WHO, operationType: 'register_application', resourceNewValue: value })))
      .toBe('API application registered for Relecloud (Display name: Desk), recorded as alice@partner.example.');
  });

  it('stays one short line whatever the values are', () => {
    const value = fc.oneof(fc.json({ maxDepth: 4 }), fc.string({ unit: 'binary', maxLength: 300 }));
    const operation = fc.constantFrom(...OPERATIONS.map(({ value: name }) => name), 'new_word');
    fc.assert(fc.property(operation, value, fc.array(fc.record({ key: fc.string(), value: fc.option(fc.string()) })), (operationType, resourceNewValue, customizedData) => {
      const sentence = sentenceOf(aRecord({ ...WHO, operationType, resourceNewValue, customizedData })) ?? '';

      expect(sentence).not.toMatch(/[\r\n]/);
      expect(sentence.length).toBeLessThan(1_600);
    }));
  });
});
