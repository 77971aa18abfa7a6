import { describe, expect, it } from 'vitest';
import { isFailure, operationOf, OPERATIONS, resourceOf, RESOURCES, statusLabel } from '../../src/audit/operations.ts';

describe('audit/operations', () => {
  it('knows each operation and resource type once', () => {
    expect(new Set(OPERATIONS.map(({ value }) => value)).size).toBe(80);
    expect(OPERATIONS).toHaveLength(80);
    expect(new Set(RESOURCES.map(({ value }) => value)).size).toBe(RESOURCES.length);
  });

  it('reads the two odd casings of the Java SDK', () => {
    expect(operationOf('update_Customer_spending_budget')).toMatchObject({ value: 'update_customer_spending_budget', known: true });
  });

  it('shows an unknown operation as it came, of medium risk', () => {
    expect(operationOf('Summon_Dragon')).toEqual({
      value: 'Summon_Dragon', label: 'Summon_Dragon', risk: 'medium', category: 'configuration', known: false,
    });
  });

  it('turns every resource type into the PascalCase of the SDK filter, unknown ones too', () => {
    for (const { value, filterValue } of RESOURCES) expect(filterValue.toLowerCase()).toBe(value.replaceAll('_', ''));
    expect(resourceOf('new_kind_of_thing')).toMatchObject({ filterValue: 'NewKindOfThing', label: 'new_kind_of_thing' });
  });

  it('never makes a success of a status it does not know', () => {
    expect(statusLabel('exploded')).toBe('exploded');
    expect(isFailure('Failed')).toBe(true);
    expect(isFailure('exploded')).toBe(false);
  });
});
