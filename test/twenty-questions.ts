/** The twenty questions of docs/commands.md: the command of each, how a newcomer may first put it, and its answer counted by hand. */
import type { WireRecord } from '../sandbox/partner-center/wire.ts';

/** A question to the log; `answer` holds exactly for the records that are its answer. */
export interface LogQuestion {
  readonly question: string;
  readonly command: string;
  readonly wordings: readonly [string, string];
  readonly answer: (record: WireRecord, at: string) => boolean;
}

/** A question that a verb answers. */
export interface VerbQuestion {
  readonly question: string;
  readonly command: string;
  readonly wordings: readonly [string, string];
}

export const A_RECORD = 'aaaabbbb-0000-cccc-1111-dddd2222eeee_deleted-1';
const NOW = '2026-11-21T10:00';
const week = (at: string): boolean => at >= '2026-11-14T10:00';
const month = (at: string): boolean => at >= '2026-10-22T10:00';

/** What its values or its state make grave, though its kind of operation is not; as a person would find it in the text. */
function isLifted({ operationType, operationStatus, resourceOldValue, resourceNewValue }: WireRecord): boolean {
  const [before, text] = [resourceOldValue, resourceNewValue].map((value) => JSON.stringify(value ?? '').replaceAll('\\', '')) as [string, string];
  const [seatsBefore, seats] = [before, text].map((value) => Number(/"quantity":"?(\d+)/i.exec(value)?.[1] ?? 0)) as [number, number];
  switch (operationType) {
    case 'create_order': return ['failed', 'decline'].includes(operationStatus) || text.includes('P3Y') || (text.includes('P1Y') && seats >= 25);
    case 'update_subscription': return /"status":"(?:suspended|deleted|disabled)"/i.test(text) || (seatsBefore > 0 && Math.abs(seats - seatsBefore) >= Math.min(25, seatsBefore / 5));
    case 'update_customer_spending_budget': return /"amount":null/i.test(text);
    default: return false;
  }
}

export const LOG_QUESTIONS: readonly LogQuestion[] = [
  {
    question: 'Who changed a customer this week?', command: 'customer "Wingtip Toys" this week',
    wordings: ['who changed Wingtip Toys this week', 'what happened at Wingtip Toys this week?'],
    answer: ({ customerName }, at) => customerName === 'Wingtip Toys' && at >= '2026-11-16',
  },
  {
    question: 'What did Alice do yesterday?', command: 'user alice@partner.example yesterday',
    wordings: ['what did alice do yesterday', 'What did alice@partner.example do yesterday?'],
    answer: ({ userPrincipalName }, at) => userPrincipalName === 'alice@partner.example' && at >= '2026-11-20' && at < '2026-11-21',
  },
  {
    question: 'Which orders failed since Monday?', command: 'failed orders since monday',
    wordings: ['show me failed orders since Monday', 'which orders failed since monday'],
    answer: ({ resourceType, operationStatus }, at) => resourceType === 'order' && operationStatus === 'failed' && at >= '2026-11-16',
  },
  {
    question: 'What changed in GDAP this month?', command: 'gdap this month',
    wordings: ['GDAP changes this month', 'show gdap changes this month'],
    answer: ({ resourceType }, at) => ['granular_admin_relationship', 'granular_admin_access_assignment'].includes(resourceType) && at >= '2026-11-01',
  },
  {
    question: 'Which orders were there over the weekend?', command: 'orders last weekend',
    wordings: ['orders over the last weekend', 'show me the orders of last weekend'],
    answer: ({ resourceType }, at) => resourceType === 'order' && at >= '2026-11-14' && at < '2026-11-16',
  },
  {
    question: 'What happened around 14:05 on Friday?', command: 'around 14:05 on friday',
    wordings: ['everything around 14:05 on Friday', 'what happened on friday at 14:05'],
    answer: (_, at) => at >= '2026-11-20T13:35' && at < '2026-11-20T14:35',
  },
  {
    question: 'Who created users at Relecloud?', command: 'op create_customer_user customer Relecloud last 30d',
    wordings: ['who created users at Relecloud in the last 30 days', 'created users at Relecloud last 30d'],
    answer: ({ operationType, customerName }, at) => operationType === 'create_customer_user' && customerName === 'Relecloud' && month(at),
  },
  {
    question: 'What changed, except by the sync account?', command: 'not user svc-provisioning@partner.example',
    wordings: ['what changed except by the sync account', 'everything not by the sync account'],
    answer: ({ userPrincipalName }, at) => userPrincipalName !== 'svc-provisioning@partner.example' && week(at),
  },
  {
    question: 'How many high-risk operations were there each day?', command: 'risk high last 30d by day',
    wordings: ['high-risk operations by day last 30d', 'show high risk changes per day for the last 30 days'],
    answer: (record, at) => month(at) && (isLifted(record) || [
      'granular_admin_relationship_approved', 'granular_admin_relationship_activated', 'granular_admin_access_assignment_created', 'granular_admin_access_assignment_activated',
      'create_partner_user', 'update_partner_user', 'add_user_member', 'register_application', 'add_application_credential', 'azure_fraud_event_detected', 'delete_customer',
      'delete_customer_user', 'reset_customer_user_password', 'dap_admin_relationship_approved', 'increase_credit_limit',
    ].includes(record.operationType)),
  },
  {
    question: 'Which customers had most changes?', command: 'last 30d by customer',
    wordings: ['which customers got most changes in the last 30 days', 'top customers last 30d'],
    answer: (_, at) => month(at),
  },
  {
    question: 'Seat changes of the last two weeks as CSV', command: 'export csv seats last 2w',
    wordings: ['seat changes of the last two weeks as CSV', 'seats last 2 weeks csv'],
    answer: ({ resourceType }, at) => ['subscription', 'license'].includes(resourceType) && at >= '2026-11-07T10:00',
  },
  {
    question: 'What did an app do?', command: 'app FulfillmentService',
    wordings: ['what did app FulfillmentService do', 'show me the app FulfillmentService changes'],
    answer: ({ applicationId }, at) => applicationId === 'FulfillmentService' && week(at),
  },
  {
    question: 'What is new since 09:00?', command: 'since 09:00',
    wordings: ['what is new since 09:00', 'new since 9am'],
    answer: (_, at) => at >= '2026-11-21T09:00' && at < NOW,
  },
  {
    question: 'Who deleted a customer?', command: 'op delete_customer last 89d',
    wordings: ['who deleted a customer in the last 89 days', 'deleted customers last 89d'],
    answer: ({ operationType }) => operationType === 'delete_customer',
  },
  {
    question: 'What did people of our domain change?', command: 'user *@partner.example',
    wordings: ['changes by people of our domain', 'changes by *@partner.example'],
    answer: ({ userPrincipalName }, at) => String(userPrincipalName).endsWith('@partner.example') && week(at),
  },
];

export const VERB_QUESTIONS: readonly VerbQuestion[] = [
  { question: 'Show a record by its id', command: `record ${A_RECORD}`, wordings: [`record by id ${A_RECORD}`, `find the record with id ${A_RECORD}`] },
  { question: 'The same as last time, but 30 days', command: 'again last 30d', wordings: ['same as last time but 30 days', 'again but 30 days'] },
  { question: 'Which operations exist?', command: 'operations', wordings: ['list operations', 'which operations are there'] },
  { question: 'Why was my search refused?', command: 'help refused', wordings: ['why was my search refused', 'why did I get an error?'] },
  { question: 'What is the difference to last week?', command: 'compare last 7d', wordings: ['the difference to last week', 'compare to last week'] },
];
