import { describe, expect, it } from 'vitest';
import { OPERATIONS, RESOURCES, STATUSES } from '../../src/audit/operations.ts';
import { FILTERS, VERBS } from '../../src/command/usage.ts';
import { VOCABULARIES } from '../../src/command/values.ts';

describe('command/usage', () => {
  it('names every verb and every filter word once', () => {
    const verbs = VERBS.map(({ word }) => word);
    const filters = FILTERS.flatMap(({ word, aliases }) => [word, ...aliases]);

    expect(new Set(verbs).size).toBe(verbs.length);
    expect(new Set(filters).size).toBe(filters.length);
  });

  it('finds every operation, resource and status by its own value and by its label', () => {
    for (const { value, label } of OPERATIONS) expect([VOCABULARIES.operation.find(value), VOCABULARIES.operation.find(label)]).toEqual([[value], [value]]);
    for (const { value, filterValue, label } of RESOURCES) {
      expect([value, filterValue, label].map((name) => VOCABULARIES.resource.find(name))).toEqual([[value], [value], [value]]);
    }
    for (const value of STATUSES) expect(VOCABULARIES.status.find(value)).toEqual([value]);
  });
});
