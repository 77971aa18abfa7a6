/** Sets up a rule whose preview somebody has seen, from the command that the preview carried or that a form equals. */
import { parseCommand } from '../command/parse.ts';
import { admit, type AdmitDeps } from './access.ts';
import { makeAlert, type AlertDeps } from './make-alert.ts';
import { makeDigest, type MakeDeps } from './make-digest.ts';
import { makeMute, type MuteDeps } from './mute.ts';
import type { AnswerPlace } from './answer-ports.ts';
import { makeReminder } from './remind-commitments.ts';
import type { Screen } from './screens.ts';

export type SetUpDeps = AlertDeps & MakeDeps & MuteDeps & AdmitDeps;

/** What is set up: what a preview showed, or reminders of what a list of commitments shows. The id is equal for two deliveries of one click. */
export type SettingUp = { readonly id: string; readonly place: AnswerPlace } & { readonly what: 'shown' | 'reminder'; readonly command: string };

/** What whoever presses a button is told whose command is none any more. */
export const OUTDATED_BUTTON: Extract<Screen, { kind: 'notice' }> = { kind: 'notice', text: 'This button is from an older version of me and does nothing any more. Type the command again.' };

/** Access is checked again, and everything else too: the preview may be days old. Throws a `storage` Problem when Redis fails. */
export async function setUpRule(deps: SetUpDeps, setting: SettingUp): Promise<Screen> {
  const { id, place } = setting;
  const asker = await admit(deps, place);
  if (asker.kind === 'refused') return asker;
  const { person, zone } = asker;
  const asking = { id, place, zone, person };
  const command = parseCommand(setting.command, { now: deps.clock(), zone, kept: true });
  if (command.kind === 'mistake') return command;
  const request = command.kind === 'request' ? command.request : undefined;
  if (setting.what === 'reminder') return request?.verb === 'commitments' ? makeReminder(deps, asking, { ...request, verb: request.verb }) : OUTDATED_BUTTON;
  switch (request?.verb) {
    case 'digest': return makeDigest(deps, asking, request);
    case 'alert': return makeAlert(deps, asking, { ...request, verb: request.verb });
    case 'mute': return makeMute(deps, asking, { ...request, verb: request.verb });
    default: return OUTDATED_BUTTON;
  }
}
