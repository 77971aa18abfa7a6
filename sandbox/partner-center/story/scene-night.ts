/** The night of yesterday: an approval nobody ordered, then a new partner account that walks through twelve customers. */
import type { WireRecord } from '../wire.ts';
import { ALAN, customerNamed, FULFILLMENT, NEW_ACCOUNT, PORTAL, type Customer } from './cast.ts';
import { credentialValue, gdapValue, partnerUserValue } from './invented-payloads.ts';
import { makeRecord, ticksAt, type Deed } from './make-record.ts';
import { createRandom, type Random } from './random.ts';

const DAYS_AGO = 1;

/** Entra's public role template ids: Global Administrator, Privileged Role Administrator. */
const ROLES = ['62e90394-69f5-4237-9190-012177145e10', 'e8611ab8-c189-46e8-94e1-60213ab1f814'];

const TOUCHED = [
  'Fabrikam Inc', 'Fabrikam Residences', 'Northwind Traders', 'Wingtip Toys', 'Contoso GmbH & Co. KG', 'Last Mile Logistics',
  'Woodgrove Bank', 'Humongous Insurance', 'Lamna Healthcare', '<!channel>', "O'Brien & Söhne GmbH", 'City Power & Light',
] as const;

export function nightScene(now: Date): WireRecord[] {
  const random = createRandom('night');
  const fabrikam = customerNamed('Fabrikam Inc');
  const relationship = random.guid();
  const at = (clock: string) => ticksAt(now, DAYS_AGO, clock, random);
  const sessionId = random.guid();

  // The customer's own act: no user and no application is recorded, only that it happened.
  const approval = {
    customer: fabrikam, resource: 'granular_admin_relationship', resourceId: relationship, newValue: gdapValue(fabrikam, relationship, ROLES),
  };
  const account = { resource: 'partner_user', resourceId: random.guid(), actor: ALAN, app: PORTAL, sessionId };
  const deeds: Deed[] = [
    { ...approval, at: at('03:12:07'), operation: 'granular_admin_relationship_approved' },
    { ...approval, at: at('03:12:41'), operation: 'granular_admin_relationship_activated' },
    { ...account, at: at('03:26:12'), operation: 'create_partner_user', newValue: partnerUserValue(NEW_ACCOUNT, []) },
    { ...account, at: at('03:27:30'), operation: 'update_partner_user', newValue: partnerUserValue(NEW_ACCOUNT, ['AdminAgents']) },
    ...TOUCHED.flatMap((name, index) => walkThrough(now, customerNamed(name), index, random)),
    newKey(at('03:44:02'), 'register_application', 'application', sessionId),
    newKey(at('03:44:48'), 'add_application_credential', 'application_credential', sessionId),
    {
      at: at('08:20:15'), customer: fabrikam, operation: 'azure_fraud_event_detected', resource: 'azure_entitlement',
      app: FULFILLMENT, resourceId: random.guid(), data: { EventType: 'VirtualMachineDeploymentAnomaly' },
    },
  ];
  return deeds.map(makeRecord);
}

/** Twelve customers in eight minutes: assignment, activation, and at every second one a seat among the admins. */
function walkThrough(now: Date, customer: Customer, index: number, random: Random): Deed[] {
  const seconds = (step: number) => String(10 + step * 9).padStart(2, '0');
  const at = (step: number) => ticksAt(now, DAYS_AGO, `03:${31 + Math.floor((index * 2) / 3)}:${seconds(step)}`, random);
  const by = { customer, actor: NEW_ACCOUNT, app: PORTAL };
  const id = random.guid();
  const assignment = { ...by, resource: 'granular_admin_access_assignment', resourceId: id, newValue: gdapValue(customer, id, ROLES) };
  const seat = { ...by, resource: 'customer_directory_role', resourceId: ROLES[0] ?? '', newValue: { DisplayName: 'support desk', RoleId: ROLES[0] } };
  return [
    { ...assignment, at: at(index % 3), operation: 'granular_admin_access_assignment_created' },
    { ...assignment, at: at(2 + (index % 3)), operation: 'granular_admin_access_assignment_activated' },
    ...(index % 2 === 0 ? [{ ...seat, at: at(5), operation: 'add_user_member' }] : []),
  ];
}

function newKey(at: bigint, operation: string, resource: string, sessionId: string): Deed {
  return { at, operation, resource, actor: NEW_ACCOUNT, app: PORTAL, sessionId, newValue: credentialValue('Desk connector') };
}
