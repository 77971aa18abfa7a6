/** Every screen and the file that draws it. */
import type { Screen } from '../../features/screens.ts';
import type { Rendered } from '../message.ts';
import { helpMessage } from './help.ts';
import {
  expiredMessage, laterMessage, mistakeMessage, noticeMessage, problemMessage, refusedMessage, understoodMessage,
} from './notices.ts';
import { summaryMessage } from './summary.ts';

/** Draws screens for a workspace in which the command has this name. */
export function createRenderer(commandName: string): (screen: Screen) => Rendered {
  return (screen) => {
    switch (screen.kind) {
      case 'summary': return summaryMessage(screen);
      case 'understood': return understoodMessage(screen);
      case 'problem': return problemMessage(screen);
      case 'help': return helpMessage(commandName);
      case 'mistake': return mistakeMessage(screen.mistake, commandName);
      case 'later': return laterMessage(screen.verb, commandName);
      case 'refused': return refusedMessage(screen.refusal, screen.userId);
      case 'expired': return expiredMessage(screen.command);
      case 'notice': return noticeMessage(screen.text);
    }
  };
}
