import { describe, expect, it } from 'vitest';
import { findTopic, HELP_TOPICS, VERB_TOPICS } from '../../src/command/help-topics.ts';
import { parseCommand } from '../../src/command/parse.ts';
import { FILTERS, VERBS } from '../../src/command/usage.ts';

const CONTEXT = { now: new Date('2026-11-21T10:00:00Z'), zone: 'Europe/Berlin' };

describe('command/help-topics', () => {
  it('has every verb under exactly one topic', () => {
    expect(VERB_TOPICS.flatMap(([, , verbs]) => verbs).toSorted()).toEqual(VERBS.map(({ word }) => word).toSorted());
  });

  it('shows what is built and nothing else, with examples that run', () => {
    const forms = new Set(HELP_TOPICS.flatMap(({ rows }) => rows.map(({ form }) => form)));

    for (const { usage, built } of VERBS) expect([usage, forms.has(usage)]).toEqual([usage, built]);
    for (const { example } of HELP_TOPICS.flatMap(({ rows }) => rows)) expect(parseCommand(example, CONTEXT).kind, example).not.toBe('mistake');
  });

  it('marks every verb that changes something, so that it gets no button', () => {
    const changing = HELP_TOPICS.flatMap(({ rows }) => rows.filter(({ changes }) => changes).map(({ form }) => form.split(' ')[0]));

    expect(new Set(changing)).toEqual(new Set(['alert', 'cancel', 'digest', 'mute', 'pause', 'remove', 'resume', 'save', 'unmute', 'unsave']));
  });

  it.each([
    ['time', 'time'], ['dates', 'time'], ['tiem', 'time'], ['FILTERS', 'filters'], ['how to save', 'save'], ['shap', 'shape'], ['by', 'shape'], ['history', 'search'], ['why refused', 'refused'],
  ])('finds under %j the topic %s', (asked, word) => {
    expect(findTopic(asked)?.word).toBe(word);
  });

  it('finds each filter word that is no verb under filters, and nothing under what is no word of ours', () => {
    for (const { word } of FILTERS.filter((filter) => filter.word !== 'status')) expect(findTopic(word)?.word).toBe('filters');
    expect(findTopic('zebra crossing')).toBeUndefined();
  });
});
