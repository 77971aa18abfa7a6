/** Who somebody is here, and what answers. */
import { readableDay } from '../../audit/dates.ts';
import { oldestDay } from '../../audit/time-range.ts';
import type { NoRecordScreen, WhoAmIScreen } from '../../features/screens.ts';
import type { Rendered } from '../message.ts';
import { button, buttonRow, greyLine, labelled, plainParagraph, rendered } from './elements.ts';
import { cancelButton } from './notices.ts';

export function whoAmIMessage({ userId, workspace, zone, role, allowedBy, readsEmail }: WhoAmIScreen): Rendered {
  const facts: readonly (readonly [string, string])[] = [
    ['Slack user id', userId],
    ['Workspace', workspace],
    ['Role', role === 'admin' ? 'admin or owner of the workspace' : 'full member'],
    ['Let in by', `the entry ${allowedBy} of AUDIT_ACCESS`],
    ['Days are meant in', zone],
    ['E-mail addresses', readsEmail ? 'Slack lets me read them (users:read.email)' : 'Slack does not let me read them (users:read.email is not granted), so write sign-in names in full'],
  ];
  return factsMessage('You may ask everything here.', facts, 'Searches, history and saved searches are yours alone.');
}

export function versionMessage(version: string, node: string): Rendered {
  return factsMessage(`Version ${version}`, [['Node.js', node]], 'What changed stands in CHANGELOG.md.');
}

/** A longer id, its quotes escaped, may not fit into a command. */
const LONGEST_SOUGHT = 200;

/** The acknowledgement of `record`. */
export function lookingUpMessage(id: string, jobId: string): Rendered {
  const line = `Record ${id}: the answer follows`;
  return rendered(line, [plainParagraph(line), ...buttonRow([cancelButton(jobId)])]);
}

export const UNKNOWN_THERE = 'Partner Center does not know this id (any more): it keeps 90 days.';

export function noRecordMessage({ id, now, held }: NoRecordScreen): Rendered {
  const line = `${UNKNOWN_THERE}${held ? ` Nor does the local copy, which holds ${readableDay(held.first)} to ${readableDay(held.last)} (UTC).` : ''}`;
  const cure = 'The whole id stands at the end of a record’s Details. It is not a customer id, an order id or a correlation id; text and the id in quotes finds those.';
  // As far back as anything can be asked.
  const span = held && held.first < oldestDay(now) ? `since ${held.first}` : 'last 89d';
  const command = `text "${id.replace(/["\\]/g, '\\$&')}" ${span}`;
  return rendered(`${line} ${cure}`, [
    plainParagraph(line),
    plainParagraph(cure),
    greyLine(`Asked for: ${id}`),
    ...buttonRow(id.length > LONGEST_SOUGHT ? [] : [button(`Run: ${command}`, { kind: 'run', command }, 'text', 'Search every text of the log for this id')]),
  ]);
}

/** A sentence, what it rests on, and a remark. */
export function factsMessage(line: string, facts: readonly (readonly [string, string])[], note: string): Rendered {
  return rendered(`${line} ${facts.map(([label, value]) => `${label}: ${value}.`).join(' ')}`, [plainParagraph(line), labelled(facts), greyLine(note)]);
}
