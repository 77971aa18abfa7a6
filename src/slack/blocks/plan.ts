/** The grey line that says how an answer came about, so that every number can be followed back. */
import type { ServerFilter } from '../../audit/query.ts';
import type { ResultFacts } from '../../features/result-facts.ts';
import { counted } from './text.ts';
import { shortName } from './wording.ts';

const FIELD_NAMES: Readonly<Record<ServerFilter['field'], string>> = {
  CustomerId: 'customer id',
  CompanyName: 'customer name contains',
  ResourceType: 'resource type',
};

/** What Partner Center was asked, what was filtered here, and how many records were read for it. */
export function planInWords({ plan, recordsRead }: ResultFacts): string {
  const { serverFilter, windows, filteredHere } = plan;
  const asked = serverFilter ? `${FIELD_NAMES[serverFilter.field]} ${shortName(serverFilter.value)}` : 'everything';
  const [newest, oldest] = [windows[0], windows.at(-1)];
  const days = newest && oldest ? `, UTC days ${oldest.first} to ${newest.last}` : '';
  const here = filteredHere.length === 0 ? 'the exact time' : `${filteredHere.join(', ')}, the exact time`;
  return `Asked of Partner Center: ${asked}${days} · filtered here: ${here} · ${counted(recordsRead, 'record')} read`;
}
