/** The screens of alerts, mutes and commitments. */
import type { AlertScreen } from '../../features/alert-screens.ts';
import type { Rendered } from '../message.ts';
import { alertMessage, openAlertsMessage, takenMessage, threadMessage } from './alert.ts';
import { alertPreviewMessage, mutePreviewMessage } from './alert-preview.ts';
import { commitmentsMessage, keptMessage, reminderMessage } from './commitments.ts';

export function alertScreenMessage(screen: AlertScreen, commandName: string): Rendered {
  switch (screen.kind) {
    case 'alert': return alertMessage(screen);
    case 'alert-thread': return threadMessage(screen, commandName);
    case 'alert-taken': return takenMessage(screen);
    case 'alert-preview': return alertPreviewMessage(screen, commandName);
    case 'mute-preview': return mutePreviewMessage(screen, commandName);
    case 'open-alerts': return openAlertsMessage(screen);
    case 'commitments': return commitmentsMessage(screen);
    case 'reminder': return reminderMessage(screen);
    case 'batch-kept': return keptMessage(screen);
  }
}
