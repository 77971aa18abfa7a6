import { describe, expect, it } from 'vitest';
import { createSavedSearches, MOST_SAVED } from '../../src/store/saved-searches.ts';
import { testConnection } from '../support/connection.ts';

const saved = createSavedSearches(testConnection());
const search = (name: string, command = 'status failed') => ({ name, command, savedAt: '2026-11-21T10:00:00.000Z' });

describe('store/saved-searches', () => {
  it('keeps searches of each person apart, in the order of their names', async () => {
    await saved.add('U1', search('risky'));
    await saved.add('U1', search('Orders', 'resource "order"'));

    expect(await saved.all('U1')).toEqual([search('Orders', 'resource "order"'), search('risky')]);
    expect(await saved.all('U2')).toEqual([]);
    expect(await saved.find('U2', 'risky')).toBeUndefined();
  });

  it('tells no names apart by letter case', async () => {
    await saved.add('U3', search('Straße Übersicht'));

    expect(await saved.add('U3', search('STRAßE ÜBERSICHT'))).toBe('taken');
    expect(await saved.find('U3', 'straße übersicht')).toEqual(search('Straße Übersicht'));
    expect(await saved.remove('U3', 'straße übersicht')).toBe(true);
    expect(await saved.remove('U3', 'straße übersicht')).toBe(false);
  });

  it('keeps as many as there may be and no more, however many come at once', async () => {
    const added = await Promise.all(Array.from({ length: MOST_SAVED + 5 }, (_, number) => saved.add('U4', search(`name ${number}`))));

    expect(added.filter((outcome) => outcome === 'full').length).toBeGreaterThanOrEqual(5);
    expect((await saved.all('U4')).length).toBeLessThanOrEqual(MOST_SAVED);
    expect(await saved.add('U5', search('mine'))).toBe('added');
  });
});
