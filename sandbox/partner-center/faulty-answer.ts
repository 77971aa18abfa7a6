/** What a fault makes of an answer. */
import { denied, expiredToken, gatewayPage, mfaRequiredEmpty, plainStatus, throttled, type ErrorAnswer } from './errors.ts';
import type { Fault, PageFault, UnauthorizedReason } from './faults.ts';

/** The answer a fault puts in place of the proper one, or the proper one, bent where the fault says so. */
export function faultyAnswer(
  fault: Fault | undefined,
  proper: (bend: PageFault | undefined) => ErrorAnswer,
): ErrorAnswer | 'hang' | 'reset' {
  switch (fault?.kind) {
    case 'hang':
    case 'reset':
      return fault.kind;
    case 'throttle':
      return throttled(fault.retryAfter);
    case 'status':
      return fault.html === undefined ? plainStatus(fault.status) : gatewayPage(fault.status, fault.html);
    case 'html':
      return gatewayPage(fault.status ?? 503);
    case 'unauthorized':
      return unauthorized(fault.reason);
    case 'forbidden':
      return denied(403, fault.code);
    case undefined:
    case 'slow':
    case 'cut':
    case 'bom':
    case 'foreignNext':
    case 'repeatToken':
    case 'emptyPages':
    case 'malformedNext':
    case 'tokenOnlyInBody':
    case 'wrongTotal':
    case 'duplicates':
    case 'badItem':
      return proper(fault);
  }
}

function unauthorized(reason: UnauthorizedReason): ErrorAnswer {
  if (reason === 'mfaEmpty') return mfaRequiredEmpty;
  return reason === 'expired' ? expiredToken : denied(401, reason);
}
