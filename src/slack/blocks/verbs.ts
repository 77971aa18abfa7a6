/** The screens of the verbs around a search. */
import type { Screen } from '../../features/screens.ts';
import type { Rendered } from '../message.ts';
import { lookingUpMessage, noRecordMessage, versionMessage, whoAmIMessage } from './about.ts';
import { comparedMessage, comparingMessage } from './compared.ts';
import { explainedMessage } from './explained.ts';
import { recordMessage } from './record-message.ts';
import { historyMessage, justSavedMessage, savedMessage, sharedSearchMessage } from './searches.ts';
import { statusMessage } from './status.ts';
import { operationsMessage, resourcesMessage } from './vocabulary.ts';

type VerbKind =
  | 'explained' | 'comparing' | 'compared' | 'looking-up' | 'one-record' | 'no-record' | 'history' | 'saved' | 'just-saved' | 'shared-search'
  | 'operations' | 'resources' | 'status' | 'whoami' | 'version';

export type VerbScreen = Extract<Screen, { kind: VerbKind }>;

export function verbMessage(screen: VerbScreen, commandName: string): Rendered {
  switch (screen.kind) {
    case 'explained': return explainedMessage(screen);
    case 'comparing': return comparingMessage(screen);
    case 'compared': return comparedMessage(screen);
    case 'looking-up': return lookingUpMessage(screen.id, screen.jobId);
    case 'one-record': return recordMessage(screen);
    case 'no-record': return noRecordMessage(screen);
    case 'history': return historyMessage(screen, commandName);
    case 'saved': return savedMessage(screen, commandName);
    case 'just-saved': return justSavedMessage(screen, commandName);
    case 'shared-search': return sharedSearchMessage(screen, commandName);
    case 'operations': return operationsMessage(screen, commandName);
    case 'resources': return resourcesMessage(screen.resources, commandName);
    case 'status': return statusMessage(screen);
    case 'whoami': return whoAmIMessage(screen);
    case 'version': return versionMessage(screen.version, screen.node);
  }
}
