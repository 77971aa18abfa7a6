/** `run <name> [search]`: a saved search, with what is said behind its name in place of what it says itself. */
import { FILTER_FIELDS, type AuditFilter, type FilterValues } from '../audit/filter.ts';
import type { ResolvedSearch, Search } from '../command/command.ts';
import { askAnew, UNREADABLE } from './ask-search.ts';
import type { Asking, QueueDeps } from './queue-job.ts';
import { searchIn } from './reworded.ts';
import { noSuchName, type SavedDeps } from './save-search.ts';
import type { Screen } from './screens.ts';

/** Runs it; a name that is none is answered with the nearest ones. */
export async function runSaved(deps: QueueDeps & SavedDeps, asking: Asking, { name, instead }: { readonly name: string; readonly instead?: ResolvedSearch }): Promise<Screen> {
  const { userId } = asking.place;
  const saved = await deps.saved.find(userId, name);
  if (!saved) return noSuchName(deps.saved, userId, { verb: 'run', name });
  const search = searchIn({ command: saved.command, zone: asking.zone, now: new Date(saved.savedAt) });
  if (!search) return UNREADABLE;
  return askAnew(deps, asking, instead ? withClauses(search, instead.search) : search);
}

/** A clause that is given stands in place of the saved one of its kind: each filter key, the time, each part of the shape. */
function withClauses(saved: Search, given: Search): Search {
  const { zone = saved.zone, defaultTime } = given;
  const shape = { ...saved.shape, ...given.shape };
  const time = defaultTime ? saved : given;
  return {
    filter: withKeys(saved.filter, given.filter),
    time: time.time,
    defaultTime: time.defaultTime,
    ...(Object.keys(shape).length > 0 && { shape }),
    ...(zone !== undefined && { zone }),
  };
}

function withKeys(saved: AuditFilter, given: AuditFilter): AuditFilter {
  const not: Partial<FilterValues> = { ...saved.not, ...given.not };
  const values = FILTER_FIELDS.flatMap(([, field]) => {
    const asked = (given[field]?.length ?? 0) > 0 ? given[field] : saved[field];
    return asked ? [[field, asked] as const] : [];
  });
  return { ...saved, ...Object.fromEntries(values), ...(Object.keys(not).length > 0 && { not }) };
}
