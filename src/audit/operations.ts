/** What the values in an audit record mean to people: labels, categories, risk. Unknown values keep their own text. */
import { OPERATION_TABLE, type Category, type Risk } from './operation-table.ts';
import { RESOURCE_TABLE } from './resource-table.ts';

export type { Category, Risk };

/** From the least grave on. */
export const RISKS: readonly Risk[] = ['low', 'medium', 'high'];

/** One kind of operation. `known` is false where no page or SDK of Microsoft names it. */
export interface Operation {
  readonly value: string;
  readonly label: string;
  readonly risk: Risk;
  readonly category: Category;
  readonly known: boolean;
}

/** One kind of resource, with the PascalCase value that the server's `ResourceType` filter takes. */
export interface Resource {
  readonly value: string;
  readonly filterValue: string;
  readonly label: string;
}

/** The four statuses of Microsoft's SDKs; the log may hold others, which are shown as they came. */
export const STATUSES: readonly string[] = ['succeeded', 'failed', 'progress', 'decline'];

const STATUS_LABELS = new Map([
  ['succeeded', 'Succeeded'],
  ['failed', 'Failed'],
  ['progress', 'In progress'],
  ['decline', 'Declined'],
]);

export const OPERATIONS: readonly Operation[] = OPERATION_TABLE.map(([value, label, risk, category]) => ({
  value, label, risk, category, known: true,
}));

export const RESOURCES: readonly Resource[] = RESOURCE_TABLE.map(([value, filterValue, label]) => ({
  value, filterValue, label,
}));

const operationsByValue = new Map(OPERATIONS.map((operation) => [operation.value, operation]));
const resourcesByValue = new Map(RESOURCES.map((resource) => [resource.value, resource]));

/** What is known of an `operationType`, in any casing. Unknown ones are of medium risk and labelled with their raw value. */
export function operationOf(operationType: string): Operation {
  // Nearly all stand in the log as they stand in the table; folding each would cost more than finding it.
  return operationsByValue.get(operationType) ?? operationsByValue.get(operationType.toLowerCase())
    ?? { value: operationType, label: operationType, risk: 'medium', category: 'configuration', known: false };
}

/** What is known of a `resourceType`. Unknown ones get a PascalCase filter value and their raw value as label. */
export function resourceOf(resourceType: string): Resource {
  return resourcesByValue.get(resourceType.toLowerCase())
    ?? { value: resourceType, filterValue: pascalCase(resourceType), label: resourceType };
}

/** The word people read for an `operationStatus`; an unknown one is shown as it came. */
export function statusLabel(status: string): string {
  return STATUS_LABELS.get(status.toLowerCase()) ?? status;
}

/** Whether a status says that the operation did not happen: failed or declined. */
export function isFailure(status: string): boolean {
  return ['failed', 'decline'].includes(status.toLowerCase());
}

/** Whether a status is an end; `progress` is none, and what an unknown one means nobody knows. */
export function isSettled(status: string): boolean {
  return ['succeeded', 'failed', 'decline'].includes(status.toLowerCase());
}

/**
 * Which of two states of one operation, read at one time, is the later: above 0 for the first. An end is later than
 * what may still change, then `dates` decides (above 0 where the first is newer), then the text, so that it never wavers.
 */
export function compareStates(status: string, other: string, dates: number): number {
  const ends = Number(isSettled(status)) - Number(isSettled(other));
  return ends || dates || (status === other ? 0 : status > other ? 1 : -1);
}

/** https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in, but for the first three. */
const APPLICATIONS = new Map([
  ['4990cffe-04e8-4e8b-808a-1175604b879f', 'Partner Center web'],
  ['fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd', 'Partner Center API'],
  ['fulfillmentservice', 'FulfillmentService (Microsoft)'],
  ['00000002-0000-0000-c000-000000000000', 'Windows Azure Active Directory'],
  ['00000003-0000-0000-c000-000000000000', 'Microsoft Graph'],
  ['00000006-0000-0ff1-ce00-000000000000', 'Microsoft Office 365 Portal'],
  ['04b07795-8ddb-461a-bbee-02f9e1bf7b46', 'Microsoft Azure CLI'],
  ['04f0c124-f2bc-4f59-8241-bf6df9866bbd', 'Visual Studio'],
  ['14d82eec-204b-4c2f-b7e8-296a70dab67e', 'Microsoft Graph Command Line Tools'],
  ['1950a258-227b-4e31-a9cf-717495945fc2', 'Microsoft Azure PowerShell'],
  ['1b730954-1685-4b74-9bfd-dac224a7b894', 'Azure Active Directory PowerShell'],
  ['2233b157-f44d-4812-b777-036cdaf9a96e', 'Azure Cloud Shell'],
  ['2832473f-ec63-45fb-976f-5d45a7d4bb91', 'Partner Customer Delegated Administration'],
  ['29d9ed98-a469-4536-ade2-f981bc1d605e', 'Microsoft Authentication Broker'],
  ['497effe9-df71-4043-a8bb-14cf78c4b63b', 'Exchange Admin Center'],
  ['7cd684f4-8a78-49b0-91ec-6a35d38739ba', 'Azure Logic Apps'],
  ['7df0a125-d3be-4c96-aa54-591f83ff541c', 'Microsoft Flow Service'],
  ['a3475900-ccec-4a69-98f5-a65cd5dc5306', 'Partner Customer Delegated Admin Offline Processor'],
  ['aebc6443-996d-45c2-90f0-388ff96faa56', 'Visual Studio Code'],
  ['c44b4083-3bb0-49c1-b47d-974e53cbdf3c', 'Azure Portal'],
  ['d176f6e7-38e5-40c9-8a78-3998aab820e7', 'Microsoft Online Syndication Partner Portal'],
  ['de8bc8b5-d9f9-48b1-a8ad-b748da725064', 'Graph Explorer'],
  ['f09d1391-098c-47d7-ac7e-6ed2afc5016b', 'MicrosoftAzureADFulfillment'],
  ['fb78d390-0c51-40cd-8e17-fdbfab77341b', 'Microsoft Exchange REST API Based Powershell'],
]);

/** A friendly name for a well-known `applicationId`, else the id itself: some are names already. */
export function applicationLabel(applicationId: string): string {
  return APPLICATIONS.get(applicationId.toLowerCase()) ?? applicationId;
}

function pascalCase(snake: string): string {
  return snake.split('_').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
}
