/** What stands in place of a rule's form when there is nothing more to do in it, and what follows one that is closed already. */
import type { KnownBlock, ModalView } from '@slack/types';
import type { RuleFormScreen } from '../../features/rule-form.ts';
import type { Screen } from '../../features/screens.ts';
import type { SubmittedRule } from '../../features/submit-rule-form.ts';
import { plainParagraph } from './elements.ts';
import { refusedBlocks } from './home-refused.ts';
import { LIMITS, plain } from './text.ts';

/** Why no other entry would help; `rule` is the one that was to be changed, where there is one. */
export function ruleFormOver({ screen, command }: Extract<SubmittedRule, { kind: 'over' }>, rule: RuleFormScreen['rule']): ModalView {
  const nothing = rule ? 'Nothing was changed.' : 'Nothing was set up.';
  const anew = command === undefined ? [] : [plainParagraph(nothing), plainParagraph(`To set it up anew, type: ${command}`)];
  return withoutForm(rule ? 'Not changed' : 'Not set up', screen.kind === 'refused'
    ? [...refusedBlocks({ ...screen, elsewhere: false }), plainParagraph(nothing)]
    : [plainParagraph(screen.text), ...anew]);
}

/** What stands in place of a form that was opened by another version of this program. */
export function outdatedRuleForm(): ModalView {
  return withoutForm('Outdated form', [plainParagraph('This form is from another version of me, so nothing was set up or changed. Close it and open it again.')]);
}

/** What came of a form that Slack closed before it was known. */
export function screenOfClosed(done: SubmittedRule): Screen {
  if (done.kind !== 'faults') return done.screen;
  return { kind: 'problem', whatHappened: 'The form was closed before Slack had answered, and nothing was set up or changed.', whatToDo: done.faults.map(({ says }) => says).join(' ') };
}

function withoutForm(title: string, blocks: readonly KnownBlock[]): ModalView {
  return { type: 'modal', title: plain(title, LIMITS.title), close: plain('Close', LIMITS.title), blocks: [...blocks] };
}
