import { describe, expect, it } from 'vitest';
import { countChanges } from '../../src/audit/count-changes.ts';

const counts = (of: Readonly<Record<string, number>>) => Object.entries(of).map(([value, count]) => ({ value, count }));

describe('audit/count-changes', () => {
  it('puts the largest difference first, whichever its direction, and leaves out what did not change', () => {
    expect(countChanges(counts({ a: 10, b: 3, same: 7, gone: 4 }), counts({ a: 9, b: 9, same: 7, new: 2 }))).toEqual([
      { value: 'b', before: 3, now: 9 }, { value: 'gone', before: 4, now: 0 }, { value: 'new', before: 0, now: 2 }, { value: 'a', before: 10, now: 9 },
    ]);
  });

  it('takes two customers of one name together where only one of the answers tells them apart', () => {
    const before = counts({ Contoso: 5 });
    const now = counts({ 'Contoso (1111aaaa…)': 4, 'Contoso (2222bbbb…)': 3, Fabrikam: 1 });

    expect(countChanges(before, now)).toEqual([{ value: 'Contoso', before: 5, now: 7 }, { value: 'Fabrikam', before: 0, now: 1 }]);
  });

  it('keeps them apart where both answers do', () => {
    const apart = { 'Contoso (1111aaaa…)': 4, 'Contoso (2222bbbb…)': 3 };

    expect(countChanges(counts(apart), counts({ ...apart, 'Contoso (2222bbbb…)': 5 }))).toEqual([{ value: 'Contoso (2222bbbb…)', before: 3, now: 5 }]);
  });
});
