/** One record in a list: what, by whom, when, and its way in. */
import type { SectionBlock } from '@slack/types';
import { isFailure, operationOf, statusLabel } from '../../audit/operations.ts';
import type { AuditRecord } from '../../audit/record.ts';
import { riskOf } from '../../audit/sentence-risk.ts';
import { newValueOf, offerLines, textIn } from '../../audit/sentence-facts.ts';
import { linesInWords } from '../../audit/sentence-words.ts';
import type { ResultFacts } from '../../features/result-facts.ts';
import type { Listed } from '../../features/screens.ts';
import { button } from './elements.ts';
import { markup, plain, shortened, slackTime } from './text.ts';
import { headingNamesCustomer } from './summary-counts.ts';
import { actorOf, customerOf, shortName } from './wording.ts';

/** Operations about which people ask what was bought, and how much of it. */
const BILLED: ReadonlySet<string> = new Set(['create_order', 'update_order', 'update_subscription', 'upgrade_subscription', 'convert_trial_subscription']);
const OFFER_LIMIT = 90;

/**
 * A row of the list of an answer, with its `Details`. All but the time comes from the record, so it is plain text, as
 * wide as the message; the time is Slack's own and stands under it.
 */
export function recordRow({ record, place }: Listed, facts: ResultFacts): SectionBlock {
  const { label } = operationOf(record.operationType);
  const what = [...marksOf(record), shortName(label), ...offerInWords(record)].join(' · ');
  return {
    type: 'section',
    text: plain(`${what}\n${whoInWords(record, facts)}`),
    fields: [markup(slackTime(record.operationDate, facts.zone))],
    accessory: button('Details', { kind: 'details', resultId: facts.id, place }, place, `Details of ${label}`),
  };
}

/**
 * What is out of the ordinary. Success is the rule and needs no word; every other status is shown. Where the record
 * itself lifts its risk above that of its kind of operation, the reason is said.
 */
function marksOf(record: AuditRecord): readonly string[] {
  const { operationType, operationStatus } = record;
  const { risk, reason } = riskOf(record);
  const isPlain = operationOf(operationType).risk === 'high';
  const high = risk === 'high' ? [isPlain ? 'HIGH' : `HIGH (${reason})`] : [];
  const status = operationStatus.toLowerCase() === 'succeeded' ? [] : [shortName(statusLabel(operationStatus))];
  return [...high, ...status.map((one) => isFailure(operationStatus) ? one.toUpperCase() : one)];
}

function whoInWords(record: AuditRecord, facts: ResultFacts): string {
  return headingNamesCustomer(facts) ? actorOf(record) : `${actorOf(record)} · ${customerOf(record)}`;
}

/** `25 × Microsoft 365 Business Premium on a 1-year term`, as far as the record says it. */
function offerInWords(record: AuditRecord): readonly string[] {
  if (!BILLED.has(record.operationType.toLowerCase())) return [];
  const words = linesInWords(offerLines(record), shortName).trim();
  const status = textIn(newValueOf(record), 'status');
  const isChanged = record.operationType.toLowerCase() === 'update_subscription' && status !== undefined && status.toLowerCase() !== 'active';
  return [...(words === '' ? [] : [shortened(words, OFFER_LIMIT)]), ...(isChanged ? [`set to ${shortName(status)}`] : [])];
}
