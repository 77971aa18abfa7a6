/** Every screen and the file that draws it. */
import type { Screen } from '../../features/screens.ts';
import type { Rendered } from '../message.ts';
import { alertScreenMessage } from './alerts.ts';
import { exportedMessage, exportingMessage } from './exported.ts';
import { helpMessage } from './help.ts';
import {
  expiredMessage, laterMessage, mistakeMessage, noticeMessage, problemMessage, progressMessage, refusedMessage, understoodMessage,
} from './notices.ts';
import { ruleMessage } from './rules.ts';
import { shareQuestion } from './shared.ts';
import { summaryMessage } from './summary.ts';
import { verbMessage } from './verbs.ts';

/** Draws screens for a workspace in which the command has this name. */
export function createRenderer(commandName: string): (screen: Screen) => Rendered {
  return (screen) => {
    switch (screen.kind) {
      case 'summary': return summaryMessage(screen);
      case 'understood': return understoodMessage(screen);
      case 'problem': return problemMessage(screen);
      case 'help': return helpMessage(screen, commandName);
      case 'mistake': return mistakeMessage(screen.mistake, commandName);
      case 'later': return laterMessage(screen.verb, commandName);
      case 'refused': return refusedMessage(screen.refusal, screen.userId);
      case 'expired': return expiredMessage(screen.command);
      case 'share-question': return shareQuestion(screen);
      case 'notice': case 'stopped': return noticeMessage(screen.text);
      case 'exporting': return exportingMessage(screen);
      case 'exported': return exportedMessage(screen);
      case 'progress': return progressMessage(screen);
      case 'digest': case 'digest-page': case 'rules': case 'rule-announced': case 'rule-made': case 'rule-refused': case 'rule-removed':
        return ruleMessage(screen, commandName);
      case 'alert': case 'alert-thread': case 'alert-taken': case 'alert-preview': case 'mute-preview': case 'open-alerts': case 'commitments': case 'reminder': case 'batch-kept':
        return alertScreenMessage(screen, commandName);
      default: return verbMessage(screen, commandName);
    }
  };
}
