/** The samples drawn: what Slack would be sent, rich and plain, as one flat list for pages and checks. */
import { createRenderer } from '../../src/slack/blocks/render.ts';
import { askedView, plainRecordView, rawRecordView, recordView } from '../../src/slack/blocks/record.ts';
import { storyRecords } from './answers.ts';
import { recordSamples } from './record-samples.ts';
import { HOSTILE_COMMAND } from './sample.ts';
import { screenSamples } from './samples.ts';
import { drawnViews } from './view-samples.ts';

export type Payload =
  | { readonly kind: 'message'; readonly text: string; readonly blocks: readonly object[] }
  | { readonly kind: 'view'; readonly view: object };

/** One screen with one set of data, as it should look and in the oldest blocks. */
export interface Drawn {
  /** Unique among all, fit for a file name. */
  readonly name: string;
  readonly kind: string;
  readonly title: string;
  readonly rich: Payload;
  /** Absent where the screen has only one form. */
  readonly plain?: Payload;
}

const slug = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 40);

const named = (kind: string, index: number, title: string): Pick<Drawn, 'name' | 'kind' | 'title'> =>
  ({ name: [kind, index + 1, slug(title)].filter((part) => part !== '').join('-'), kind, title });

/** Draws every sample for a workspace whose command is `/audit`, kinds in the order of the table. */
export async function drawSamples(): Promise<readonly Drawn[]> {
  const [render, story] = [createRenderer('/audit'), storyRecords()];
  const messages = Object.entries(await screenSamples(story)).flatMap(([kind, samples]) => samples.map(({ title, screen }, index): Drawn => {
    const { rich, plain } = render(screen);
    return { ...named(kind, index, title), rich: { kind: 'message', ...rich }, plain: { kind: 'message', ...plain } };
  }));
  const records = Object.entries(recordSamples(story)).flatMap(([kind, samples]) => samples.flatMap(({ title, screen }, index): readonly Drawn[] => [
    { ...named(`modal-${kind}`, index, title), rich: { kind: 'view', view: recordView(screen) }, plain: { kind: 'view', view: plainRecordView(screen) } },
    ...(screen.kind === 'record' ? [{ ...named('modal-raw', index, title), rich: { kind: 'view' as const, view: rawRecordView(screen) } }] : []),
  ]));
  const asked: Drawn = { ...named('modal-asked', 0, 'asked'), rich: { kind: 'view', view: askedView(HOSTILE_COMMAND) } };
  const views = Object.entries(drawnViews()).flatMap(([kind, samples]) => samples.map(({ title, screen }, index): Drawn => (
    { ...named(kind, index, title), rich: { kind: 'view', view: screen } }
  )));
  return [...messages, ...records, asked, ...views];
}
