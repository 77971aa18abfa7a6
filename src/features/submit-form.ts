/** A search form that was sent off: run as the command it equals, by the same path as one that is typed. */
import { DEFAULT_TIME } from '../audit/time-range.ts';
import type { SearchForm } from '../command/form.ts';
import { printForm } from '../command/form.ts';
import { faultOfMistake, faultsOfForm, type FormFault } from '../command/form-faults.ts';
import { timeOfForm } from '../command/form-time.ts';
import { admit } from './access.ts';
import { handleCommand, type CommandDeps, type IncomingCommand } from './handle-command.ts';
import { reachOf } from './read-copy.ts';
import type { Screen } from './screens.ts';

/** Faults keep the form open, each at its field; a screen is what the person is shown in its place. */
export type Submitted =
  | { readonly kind: 'faults'; readonly faults: readonly FormFault[] }
  | { readonly kind: 'screen'; readonly screen: Screen };

/** An empty field of time shows what it stands for, so that is what was asked. */
function withShownTime(form: SearchForm): SearchForm {
  return timeOfForm(form.time) ? form : { ...form, time: { span: DEFAULT_TIME } };
}

/** The command that a form equals as it stands. */
export function equalCommand(form: SearchForm): string {
  return printForm(withShownTime(form));
}

/** Runs a form. A search is queued durably before this returns; when it could not be, that is a fault of no field. */
export async function submitForm(deps: CommandDeps, { id, place }: Omit<IncomingCommand, 'text'>, form: SearchForm): Promise<Submitted> {
  const asker = await admit(deps, place);
  if (asker.kind === 'refused') return { kind: 'screen', screen: asker };
  const faults = faultsOfForm(form, { now: deps.clock(), zone: asker.zone, ...await reachOf(deps) });
  if (faults.length > 0) return { kind: 'faults', faults };
  const command = equalCommand(form);
  const screen = await handleCommand(deps, { id, text: command, place, kept: true });
  switch (screen.kind) {
    case 'mistake': return { kind: 'faults', faults: [faultOfMistake(screen.mistake, form)] };
    case 'problem': return { kind: 'faults', faults: [{ field: 'customers', says: `${screen.whatHappened} ${screen.whatToDo}` }] };
    case 'understood': return { kind: 'screen', screen: { ...screen, equals: command } };
    default: return { kind: 'screen', screen };
  }
}
