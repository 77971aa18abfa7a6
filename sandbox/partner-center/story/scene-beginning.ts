/** Where the ninety days begin: the automation that does most of the work from then on gets its account, its app and its key. */
import type { WireRecord } from '../wire.ts';
import { ALICE, PORTAL, SERVICE_ACCOUNT } from './cast.ts';
import { credentialValue, partnerUserValue } from './invented-payloads.ts';
import { makeRecord, ticksAt, type Deed } from './make-record.ts';
import { createRandom } from './random.ts';

/** The log reaches back to the start of this day, whatever the clock says. */
const DAYS_AGO = 89;

export function beginningScene(now: Date): WireRecord[] {
  const random = createRandom('beginning');
  const at = (clock: string): bigint => ticksAt(now, DAYS_AGO, clock, random);
  const by = { actor: ALICE, app: PORTAL, sessionId: random.guid() };
  const account = { ...by, resource: 'partner_user', resourceId: random.guid() };
  const app = credentialValue('Provisioning');
  const deeds: Deed[] = [
    { ...account, at: at('08:02:10'), operation: 'create_partner_user', newValue: partnerUserValue(SERVICE_ACCOUNT, []) },
    { ...account, at: at('08:04:45'), operation: 'update_partner_user', newValue: partnerUserValue(SERVICE_ACCOUNT, ['AdminAgents', 'SalesAgents']) },
    { ...by, at: at('08:11:30'), operation: 'register_application', resource: 'application', resourceId: app.AppId, newValue: app },
    { ...by, at: at('08:12:02'), operation: 'add_application_credential', resource: 'application_credential', resourceId: app.AppId, newValue: app },
  ];
  return deeds.map(makeRecord);
}
