/** Eve leaves: on her last afternoon she deletes users of three customers; the next morning it is cleaned up. */
import type { WireRecord } from '../wire.ts';
import { ALICE, customerNamed, DANA, EVE, PORTAL } from './cast.ts';
import { makeRecord, ticksAt, type Deed } from './make-record.ts';
import { createRandom } from './random.ts';
import { EVE_LEFT_DAYS_AGO } from './routine.ts';

const VICTIMS = ['Litware Inc', 'Adventure Works Cycles', '*_~ Test'] as const;
const USERS_DELETED = 14;
const USERS_RESTORED = 6;

export function leaverScene(now: Date): WireRecord[] {
  const random = createRandom('leaver');
  const sessionId = random.guid();
  const deleted = Array.from({ length: USERS_DELETED }, (_, index) => ({
    customer: customerNamed(VICTIMS[index % VICTIMS.length] ?? VICTIMS[0]),
    resource: 'customer_user',
    resourceId: random.guid(),
    app: PORTAL,
  }));
  // INVENTED: that a deletion carries no value at all.
  const deletions = deleted.map((user, index): Deed => ({
    ...user, actor: EVE, sessionId, operation: 'delete_customer_user', at: ticksAt(now, EVE_LEFT_DAYS_AGO, `16:${40 + index}:05`, random),
  }));
  const restored = deleted.slice(0, USERS_RESTORED).map((user, index): Deed => ({
    ...user, actor: DANA, operation: 'restore_customer_user', at: ticksAt(now, EVE_LEFT_DAYS_AGO - 1, `09:1${index}:30`, random),
  }));
  const removal: Deed = {
    at: ticksAt(now, EVE_LEFT_DAYS_AGO - 1, '08:05:12', random), operation: 'remove_partner_user', resource: 'partner_user',
    resourceId: random.guid(), actor: ALICE, app: PORTAL, newValue: { UserPrincipalName: EVE },
  };
  return [...deletions, removal, ...restored].map(makeRecord);
}
