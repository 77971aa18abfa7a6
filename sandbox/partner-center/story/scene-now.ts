/** Something for whoever watches: what a stolen admin account would do, this very minute. */
import type { WireRecord } from '../wire.ts';
import { ALAN, customerNamed, PORTAL } from './cast.ts';
import { credentialValue, gdapValue, partnerUserValue } from './invented-payloads.ts';
import { makeRecord, ticksBefore, type Deed } from './make-record.ts';
import { createRandom } from './random.ts';

const TARGETS = ['Woodgrove Bank', 'Lamna Healthcare', 'Humongous Insurance', 'City Power & Light'] as const;
/** Entra's public role template id of the Global Administrator. */
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';

/** Newest last; another customer and another account each minute, so that it can happen again. */
export function suspiciousNow(now: Date): WireRecord[] {
  const minute = Math.trunc(now.getTime() / 60_000);
  const random = createRandom(`suspicious ${now.toISOString()}`);
  const customer = customerNamed(TARGETS[minute % TARGETS.length] ?? TARGETS[0]);
  // Never the account of the night, which has a single digit.
  const account = `support.desk${100 + minute % 100}@partner.example`;
  const [relationship, sessionId] = [random.guid(), random.guid()];
  const gdap = { customer, resourceId: relationship, newValue: gdapValue(customer, relationship, [GLOBAL_ADMINISTRATOR]) };
  const at = (seconds: number): bigint => ticksBefore(now, 0, random) - BigInt(seconds) * 10_000_000n;
  const deeds: Deed[] = [
    { ...gdap, at: at(20), operation: 'granular_admin_relationship_approved', resource: 'granular_admin_relationship' },
    { at: at(15), operation: 'create_partner_user', resource: 'partner_user', resourceId: random.guid(), actor: ALAN, app: PORTAL, sessionId, newValue: partnerUserValue(account, ['AdminAgents']) },
    { ...gdap, at: at(10), operation: 'granular_admin_access_assignment_created', resource: 'granular_admin_access_assignment', actor: account, app: PORTAL, sessionId },
    { at: at(5), operation: 'add_application_credential', resource: 'application_credential', actor: account, app: PORTAL, sessionId, newValue: credentialValue('Sync helper') },
  ];
  return deeds.map(makeRecord);
}
