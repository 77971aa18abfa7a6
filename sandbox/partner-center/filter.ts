/** The one server-side condition of the audit records API. */
import { codedError, type ErrorAnswer } from './errors.ts';
import { pascalCase } from './shelf.ts';
import type { WireRecord } from './wire.ts';

export type Matches = (record: WireRecord) => boolean;

const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Names of the SDK's ResourceType enum; `Undefined` is left out, since nothing can be asked for by it. */
const SDK_RESOURCE_TYPES: ReadonlySet<string> = new Set(`
  Customer CustomerUser Order Subscription License ThirdPartyAddOn MpnAssociation Transfer Application
  ApplicationCredential PartnerUser PartnerRelationship Referral SoftwareKey SoftwareDownloadLink SpendingLimit Invoice
  Agreement PartnerCustomerRelationship SelfServePolicy GranularAdminRelationship GranularAdminAccessAssignment
  PartnerCustomerDap Credit CustomerDirectoryRole SoftwarePage Device Policy Overage NewCommerceMigration
  AzureEntitlement IndirectProviderIndirectResellerDap CreditLimit`.trim().toLowerCase().split(/\s+/));

/**
 * The filter parameter, already percent-decoded: `{"Field","Value","Operator"}`, all text. Only the three documented
 * pairs of field and operator pass. `knownTypes` are further resource types the service knows, PascalCase in lower case.
 */
export function readFilter(text: string, knownTypes: ReadonlySet<string>): Matches | ErrorAnswer {
  const { Field, Value, Operator } = parsed(text) ?? {};
  if (typeof Field !== 'string' || typeof Value !== 'string' || typeof Operator !== 'string' || Value === '') {
    return codedError(400, '800002', 'The filter is not of the form {"Field":"…","Value":"…","Operator":"…"}.');
  }
  const wanted = Value.toLowerCase();
  switch (`${Field} ${Operator}`) {
    case 'CompanyName substring':
      return (record) => record.customerName?.toLowerCase().includes(wanted) ?? false;
    case 'CustomerId equals':
      if (!GUID.test(wanted)) return codedError(400, '3000', 'The value of CustomerId is not a GUID.');
      return (record) => record.customerId?.toLowerCase() === wanted;
    case 'ResourceType equals':
      return byResourceType(wanted, knownTypes);
    default:
      return codedError(400, '3000', `The filter on ${Field} with ${Operator} is not supported.`);
  }
}

function byResourceType(wanted: string, knownTypes: ReadonlySet<string>): Matches | ErrorAnswer {
  if (!SDK_RESOURCE_TYPES.has(wanted) && !knownTypes.has(wanted)) {
    return codedError(400, '900126', 'The enumeration value of ResourceType is not understood.');
  }
  return (record) => pascalCase(record.resourceType).toLowerCase() === wanted;
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
