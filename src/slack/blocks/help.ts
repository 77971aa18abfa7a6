/** What can be asked, with examples that run. It is drawn from the same tables that the parser reads. */
import type { KnownBlock, SectionBlock, StaticSelect } from '@slack/types';
import { zonedTime } from '../../audit/dates.ts';
import { dateOf } from '../../audit/instant.ts';
import { findTopic, HELP_TOPICS, type HelpRow, type HelpTopic } from '../../command/help-topics.ts';
import { printName } from '../../command/print.ts';
import { FILTERS, VERBS } from '../../command/usage.ts';
import type { HelpScreen } from '../../features/screens.ts';
import { menuId, menuValue } from '../action-ids.ts';
import type { Rendered } from '../message.ts';
import { button, greyLine, header, plainParagraph, rendered } from './elements.ts';
import { firstRunBlocks, setUpRow } from './first-run.ts';
import { escapedWithin, LIMITS, markup, plain } from './text.ts';

/** Commands that run from the help, by what they are for; each must parse. The customer is one of the log, where one is known. */
export function helpExamples(customer = 'Relecloud'): readonly (readonly [group: string, commands: readonly string[]])[] {
  return [
    ['Ask', [`customer ${printName(customer)} last 7d`, 'failed orders since monday', 'gdap last 30d']],
    ['Compare', ['compare last 7d']],
    ['Check', ['status', 'rules', 'whoami']],
  ];
}

/** Commands that set something up: their button opens a form, or a look at the help would make a rule. */
const FORM_EXAMPLES = ['digest weekdays at 08:30', 'digest daily at 17:00 to me risk high skip empty', 'alert on risk high in #secops'];
/** It only looks. */
const LOOK_EXAMPLE = 'commitments closing within 48h';
export const WATCH_EXAMPLES: readonly string[] = [...FORM_EXAMPLES, LOOK_EXAMPLE];

const INTRO = 'Ask the log of your Partner Center account. Only you see answers until you share them.';
const LIMITS_OF_THE_LOG = 'Microsoft keeps 90 days. Sign-ins, IP addresses and changes made outside Partner Center are not in this log.';
const TIMES_SHOWN = '7d · yesterday · since monday · 3 nov · 2026-11-01..2026-11-10 · around 2026-11-20 14:05';

export function helpMessage(screen: HelpScreen, commandName: string): Rendered {
  const { topic, customer } = screen;
  const found = topic === undefined || topic === 'examples' ? undefined : findTopic(topic);
  if (found) return topicMessage(found, commandName);
  return overviewMessage(helpExamples(customer), topic === undefined || topic === 'examples' ? undefined : topic, commandName, greetingOf(screen, commandName));
}

/** How fresh the log is; for somebody new a search beside it. */
function greetingOf({ firstRun, newest }: HelpScreen, commandName: string): readonly KnownBlock[] {
  if (firstRun) return firstRunBlocks(firstRun, firstRun.zone, commandName);
  if (!newest) return [];
  const at = dateOf(newest.record);
  return [greyLine(`Newest record read: ${zonedTime(newest.zone, at)}`)];
}

function overviewMessage(examples: ReturnType<typeof helpExamples>, unknownTopic: string | undefined, commandName: string, greeting: readonly KnownBlock[]): Rendered {
  const filters = `Filters: ${FILTERS.map(({ word }) => word).join(' · ')} · "text" · not …`;
  const verbs = `Commands: ${VERBS.filter(({ built }) => built).map(({ word }) => word).join(' · ')}`;
  const missing = unknownTopic === undefined ? [] : [`I have no help on “${unknownTopic}”. These are the topics: ${HELP_TOPICS.map(({ word }) => word).join(', ')}.`];
  const spoken = [...missing, INTRO, `For example: ${commandName} ${examples[0]?.[1][0] ?? ''}.`, filters, verbs, LIMITS_OF_THE_LOG].join(' ');
  return rendered(spoken, [
    header('Partner Center audit'),
    ...missing.map(plainParagraph),
    plainParagraph(INTRO),
    ...greeting,
    ...examples.flatMap(([group, commands]) => [greyLine(group), ...commands.map((command, slot) => exampleRow(`${commandName} ${command}`, command, `${group}-${slot}`))]),
    greyLine('Watch: what is new, at a time of your choice or at once, here or to you'),
    ...FORM_EXAMPLES.map((command, slot) => setUpRow(`${commandName} ${command}`, command, `watch-${slot}`)),
    exampleRow(`${commandName} ${LOOK_EXAMPLE}`, LOOK_EXAMPLE, `watch-${FORM_EXAMPLES.length}`),
    plainParagraph(`${filters}\nTimes: ${TIMES_SHOWN}\n${verbs}`),
    footer(),
    greyLine(LIMITS_OF_THE_LOG),
  ]);
}

function topicMessage({ title, rows }: HelpTopic, commandName: string): Rendered {
  return rendered(`${title}: ${rows.map(({ form, means }) => `${form}: ${means}.`).join(' ')}`, [
    header(title),
    ...rows.map((row, slot) => topicRow(row, `${row.form}\n${row.means}\n${commandName} ${row.example}`, slot)),
    footer(),
  ]);
}

function exampleRow(text: string, command: string, slot: string | number): SectionBlock {
  return { type: 'section', text: plain(text), accessory: button('Run', { kind: 'run', command }, slot, `Run ${command}`) };
}

/** Our own words, in which what is typed stands between backticks. */
function topicRow({ example, changes }: HelpRow, text: string, slot: number): KnownBlock {
  const words = markup(escapedWithin(text, LIMITS.section));
  if (!changes) return { ...exampleRow(text, example, slot), text: words };
  return changes === 'by-form' ? { ...setUpRow(text, example, `topic-${slot}`), text: words } : { type: 'section', text: words };
}

function footer(): KnownBlock {
  const topics: StaticSelect = {
    type: 'static_select',
    action_id: menuId('topics'),
    placeholder: plain('Topics', LIMITS.button),
    options: HELP_TOPICS.map(({ word, title }) => ({ text: plain(title, LIMITS.button), value: menuValue({ kind: 'topic', topic: word }) })),
  };
  return { type: 'actions', elements: [button('Open search form', { kind: 'form' }, 'form'), topics] };
}
