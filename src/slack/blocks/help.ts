/** What can be asked, with examples that run. It is drawn from the same tables that the parser reads. */
import { FILTERS, TIMES } from '../../command/usage.ts';
import type { Rendered } from '../message.ts';
import { button, greyLine, header, plainParagraph, rendered } from './elements.ts';
import { plain } from './text.ts';

/** Commands that run from the help; each must parse. */
export const HELP_EXAMPLES: readonly string[] = [
  'customer Relecloud last 7d',
  'status failed last 7d',
  'resource gdap last 30d',
];

const INTRO = 'Ask the log of your Partner Center account. Only you see answers.';
const LIMITS_OF_THE_LOG = 'Microsoft keeps 90 days. Sign-ins, IP addresses and changes made outside Partner Center are not in this log.';

export function helpMessage(commandName: string): Rendered {
  const filters = FILTERS.map(({ word }) => word).join(' · ');
  const times = TIMES.map(({ example }) => example).join(' · ');
  const spoken = `${INTRO} For example: ${commandName} ${HELP_EXAMPLES[0]}. Filters: ${filters}. Times: ${times}. ${LIMITS_OF_THE_LOG}`;
  return rendered(spoken, [
    header('Partner Center audit'),
    plainParagraph(INTRO),
    ...HELP_EXAMPLES.map((command, slot) => ({
      type: 'section' as const,
      text: plain(`${commandName} ${command}`),
      accessory: button('Run', { kind: 'run', command }, slot, `Run ${command}`),
    })),
    plainParagraph(`Filters: ${filters}. Several values of one are divided by commas; several filters must all hold.`),
    plainParagraph(`Times: ${times}.`),
    greyLine(LIMITS_OF_THE_LOG),
  ]);
}
