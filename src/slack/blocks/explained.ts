/** How a search would be read, with a button that runs it. */
import { daysIn } from '../../audit/query.ts';
import { readableDay, utcDayOf } from '../../audit/dates.ts';
import type { ExplainedScreen } from '../../features/screens.ts';
import type { Rendered } from '../message.ts';
import { buttonRow, greyLine, labelled, plainParagraph, rendered, runButtons } from './elements.ts';
import { nameIn, withNames } from './named-customers.ts';
import { askedInWords, copiedInWords, daysInWords, filteredInWords, utcDaysInWords } from './plan.ts';
import { counted, shortened } from './text.ts';
import { filterInWords, rangeInWords } from './wording.ts';

export function explainedMessage(screen: ExplainedScreen): Rendered {
  const { command, search, range, zone, plan, clamped } = screen;
  const line = `${filterInWords(search.filter, nameIn(screen.names))}, ${rangeInWords(range, zone)}: this is how it would be read. Nothing was asked of Partner Center.`;
  const days = `${daysInWords(plan)}, ${counted(daysIn(plan.windows), 'day')}: one more on both sides where there is one, since no page says in which zone the service cuts its days`;
  const facts: readonly (readonly [string, string])[] = [
    ...(plan.copied ? [['From the copy', copiedInWords(plan.copied, zone)] as const] : []),
    ['Asked of Partner Center', plan.windows.length === 0 ? 'nothing' : askedInWords(plan)],
    ...(plan.windows.length === 0 ? [] : [['Days', days] as const]),
    ['Filtered here', filteredInWords(plan)],
    ['Requests expected', requestsInWords(screen)],
    ['Cut off', clamped ? `what lies before ${readableDay(utcDayOf(range.from))} (UTC), because Microsoft keeps 90 days${plan.heldFrom === undefined ? '' : ' and the copy begins there'}` : 'nothing'],
    ...(plan.gaps ? [['Not held completely', utcDaysInWords(plan.gaps)] as const] : []),
  ];
  return rendered(`${line} ${facts.map(([label, value]) => `${label}: ${value}.`).join(' ')}`, [
    plainParagraph(line),
    labelled(facts),
    ...(search.defaultTime ? [greyLine('No time was given, so this is the last 7 days.')] : []),
    greyLine(shortened(withNames(command, screen.names), 300)),
    ...buttonRow(runButtons('Run', command, 'run')),
  ]);
}

function requestsInWords({ requests: { least, most } }: ExplainedScreen): string {
  if (most === 0) return 'none: everything is in the copy';
  if (least === most) return `${least}, and one more for each further page of 500 records`;
  return `${least} where everything fits on ${least === 1 ? 'one page' : 'a page each'} of 500 records, else up to ${most}, and one more for each further page of a day`;
}
