import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { validateMessage, validateView } from '../sandbox/slack/block-kit/validate.ts';
import { plainRecordView, rawRecordView, recordView } from '../src/slack/blocks/record.ts';
import { recordMessage } from '../src/slack/blocks/record-message.ts';
import { drawCase, fileOf, recordCases } from './support/record-case.ts';

const AGAIN = 'if this is meant, run: node scripts/record-case.ts';

describe('cases of records', () => {
  it('hold every record that Microsoft has published', () => {
    const published = recordCases().filter((name) => name.startsWith('published-'));

    expect(published).toHaveLength(8);
  });

  it.each(recordCases())('reads %s as it was written down', (name) => {
    const { sentence, blocks } = drawCase(name);

    expect(sentence, AGAIN).toBe(readFileSync(fileOf(name, 'sentence.txt'), 'utf8'));
    expect(blocks, AGAIN).toBe(readFileSync(fileOf(name, 'blocks.json'), 'utf8'));
    expect(readFileSync(fileOf(name, 'note.md'), 'utf8')).not.toContain('say it here');
  });

  it.each(recordCases())('draws %s in blocks that Slack takes, rich, plain, raw and as a message', (name) => {
    const { screen } = drawCase(name);

    const views = [recordView(screen), plainRecordView(screen), rawRecordView(screen)];
    const message = recordMessage({ ...screen, kind: 'one-record' });

    expect(views.map((view) => validateView(view))).toEqual([[], [], []]);
    expect([validateMessage(message.rich), validateMessage(message.plain)]).toEqual([[], []]);
    expect(views[1]?.blocks.every(({ type }) => type === 'section' || type === 'actions')).toBe(true);
    expect(message.plain.blocks.every(({ type }) => type === 'section' || type === 'actions')).toBe(true);
  });
});
