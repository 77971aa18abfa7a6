/** App Home and the search form, which have no plainer form: they are made of the oldest blocks already. */
import type { HomeView, ModalView } from '@slack/types';
import { formOfText } from '../../src/command/form-of-text.ts';
import type { AnswerPlace } from '../../src/features/answer-ports.ts';
import type { FormScreen } from '../../src/features/open-form.ts';
import type { HomeScreen } from '../../src/features/show-home.ts';
import { homeView } from '../../src/slack/blocks/home.ts';
import { outdatedFormView, refusedFormView, searchFormView } from '../../src/slack/blocks/search-form.ts';
import { NOW, ZONE } from './answers.ts';
import { HOSTILE_TEXTS } from './hostile.ts';
import { ruleFormSamples } from './rule-form-samples.ts';
import { OWN_RULES } from './rule-samples.ts';
import { COMMAND, HOSTILE_COMMAND, LONG, USER_ID } from './sample.ts';
import type { Sample, SamplesOf } from './sample.ts';

const PLACE: AnswerPlace = { responseUrl: 'https://hooks.slack.example/commands/T0PARTNER/1/x', openUntil: NOW.getTime() + 1_000_000, userId: USER_ID, channelId: 'C0OPS0001' };
/** A customer whose name is known, and hostile. */
const KNOWN_ID = '1c753e32-4cf3-4c08-abba-63dfaa8e29b4';
const FRESHNESS = { readAt: NOW.toISOString(), newestRecord: '2026-11-21T09:52:00.0000000Z' } as const;
const NOW_TEXT = NOW.toISOString();
const COPY = {
  fill: { held: 90, of: 90 }, days: 120, records: 8_740, bytes: 1_267_300, oldest: '2026-07-25', readAt: NOW_TEXT, retentionDays: 400,
  gaps: [{ first: '2026-11-03', last: '2026-11-04' }], lost: [{ first: '2026-08-03', last: '2026-08-05' }], altered: [],
} as const;

export const homeSamples = (): SamplesOf<HomeScreen> => ({
  home: [
    { title: 'first run', screen: { kind: 'home', zone: ZONE, rules: [], saved: [], recent: [], freshness: FRESHNESS, firstRun: { command: COMMAND, freshness: FRESHNESS } } },
    { title: 'nothing read yet', screen: { kind: 'home', zone: ZONE, rules: [], saved: [], recent: [], firstRun: { command: COMMAND } } },
    {
      title: 'in use, hostile', screen: {
        kind: 'home', zone: ZONE, freshness: FRESHNESS, rules: OWN_RULES, copy: COPY,
        closing: { withinMs: 172_800_000, certain: 2, unknown: 1, command: 'commitments closing within 48h', first: [
          { at: '2026-11-16.1', opened: 'order', what: 'Business Premium', seats: 40, customer: 'Northwind Traders', until: '2026-11-22T08:12:00.000Z', operationDate: '2026-11-15T08:12:00.0000000Z' },
          { at: '2026-11-16.2', opened: 'change', what: HOSTILE_TEXTS[1] ?? '', customer: HOSTILE_TEXTS[0] ?? '', now: 250, until: '2026-11-22T20:00:00.000Z', operationDate: '2026-11-15T20:00:00.0000000Z' },
        ] },
        saved: [{ name: 'Relecloud week', command: COMMAND, savedAt: NOW_TEXT }, { name: HOSTILE_TEXTS[2] ?? '', command: HOSTILE_COMMAND, savedAt: NOW_TEXT }],
        recent: [COMMAND, HOSTILE_COMMAND, LONG].map((command) => ({ command, askedAt: NOW_TEXT })),
      },
    },
  ],
  refused: [{ title: 'not on the list', screen: { kind: 'refused', refusal: 'not-listed', userId: USER_ID, elsewhere: true } }, { title: 'a guest', screen: { kind: 'refused', refusal: 'guest', userId: USER_ID, elsewhere: false } }],
});

const formOf = (text: string): SamplesOf<FormScreen>['form'][0] => {
  const found = formOfText(text, { now: NOW, zone: ZONE });
  return { title: text === '' ? 'empty' : text, screen: { kind: 'form', ...found, names: new Map([[KNOWN_ID, HOSTILE_TEXTS[1] ?? '']]) } };
};

const formSamples = (): SamplesOf<FormScreen> => ({
  form: [
    formOf(''), formOf('customer Relecloud status failed resource order last 7d by user'), formOf(HOSTILE_COMMAND), formOf(`customer ${KNOWN_ID} last 7d`), formOf('custmer Relecloud'),
    { ...formOf(''), title: 'search forgotten', screen: { ...formOf('').screen, forgotten: true } },
  ],
  refused: [{ title: 'not on the list', screen: { kind: 'refused', refusal: 'not-listed', userId: USER_ID, elsewhere: false } }],
});

/** The modal for a form or its refusal. */
export const formView = (screen: FormScreen): ModalView => (screen.kind === 'form' ? searchFormView(screen, PLACE) : refusedFormView(screen));

/** Every view that is neither a message nor one record, drawn. */
export const drawnViews = (): Readonly<Record<string, readonly Sample<HomeView | ModalView>[]>> => ({
  home: Object.values(homeSamples()).flat().map(({ title, screen }) => ({ title, screen: homeView(screen, '/audit') })),
  form: [...Object.values(formSamples()).flat().map(({ title, screen }) => ({ title, screen: formView(screen) })), { title: 'outdated', screen: outdatedFormView() }],
  'rule-form': ruleFormSamples(),
});
