/** “Try these”: eight commands, each with what to notice. The page and `--headless` show the same. */
import { CHANNELS } from '../slack/workspace.ts';
import type { TourStep } from './wire.ts';

export const TOUR: readonly TourStep[] = [
  {
    title: 'Ask about one customer', command: '/audit customer Relecloud last 7d',
    notice: 'Two records, both from Microsoft’s documentation. The small grey lines say over what: the time, what Partner Center was asked, how many records were read. Press Details.',
  },
  {
    title: 'Mistype it', command: '/audit custmer Relecloud last 7d',
    notice: 'It points at the word, guesses what was meant, and one click repairs and runs it. A typo never looks like “no results”.',
  },
  {
    title: 'What happened in the night', command: '/audit op granular_admin_relationship_* last 14d',
    notice: 'At 03:12 UTC an admin relationship was approved on the customer’s side, and nobody is recorded as the user. Was it ordered?',
  },
  {
    title: 'Follow the unknown account', command: '/audit user support.desk7@partner.example last 14d',
    notice: 'Minutes later a new partner account touches twelve customers and adds an application credential. The answer names six of them and counts the others together: with “by customer” at its end the command lists all. One is called <!channel>, and nobody is notified.',
  },
  {
    title: 'The order with a zero too many', command: '/audit customer Northwind op create_order last 60d',
    notice: 'The newest order of Business Premium: 250 seats on a one-year term. The last one before it, a month earlier, was for 25. Seats of new commerce can be cancelled for seven days.',
  },
  {
    title: 'Somebody who left', command: '/audit user eve@partner.example op delete_customer_user last 30d',
    notice: 'Fourteen deletions at three customers on one afternoon. All were one session: Details → Same session shows it. Next turns the page in place.',
  },
  {
    title: 'Be told within seconds', command: '/audit alert pack in #secops',
    notice: 'First it shows what the alert would have said in the last 30 days, as far as they are copied by then. Create it, let something happen, and look into #secops: four operations make three cards, as what the new account did stands on one of them, with the rest in its thread.',
    afterwards: { press: 'Create alert', knob: 'suspicious', label: 'Create it, and let something happen', channel: CHANNELS.secops.id, outcome: 'Why you see this' },
  },
  {
    title: 'Read it in the morning', command: '/audit digest daily at 08:30 in #csp-ops',
    notice: 'The jump moves the clock of everybody here to 08:30, and something happens in the minute before. The digest then tells what is new since it was set up, and no more. For the bot it is as if it had stood still until then: it tells its admins that the log was not read for so long.',
    afterwards: { knob: 'digest', label: 'Jump to the next digest', channel: CHANNELS.ops.id, outcome: 'new operations, first seen' },
  },
];
