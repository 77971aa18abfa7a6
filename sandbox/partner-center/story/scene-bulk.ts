/** One day with more than a page of records: a licence migration, written in batches of the very same 100 ns. */
import { addDays, dayOf, ticksOfRaw } from '../ticks.ts';
import type { WireRecord } from '../wire.ts';
import { customerNamed, SERVICE_ACCOUNT, VENDOR_APP } from './cast.ts';
import { makeRecord } from './make-record.ts';
import { licensePayload } from './payloads.ts';
import { BUSINESS_PREMIUM } from './products.ts';
import { createRandom } from './random.ts';

const DAYS_AGO = 20;
const BATCHES = 20;
const BATCH_SIZE = 31;

export function bulkScene(now: Date): WireRecord[] {
  const random = createRandom('bulk');
  const customer = customerNamed('Contoso GmbH & Co. KG');
  const start = ticksOfRaw(`${addDays(dayOf(now), -DAYS_AGO)}T19:30:00Z`);
  return Array.from({ length: BATCHES * BATCH_SIZE }, (_, index) => {
    const userId = random.guid();
    const at = start + BigInt(Math.floor(index / BATCH_SIZE)) * 73_456_789n;
    return makeRecord({
      at, customer, actor: SERVICE_ACCOUNT, app: VENDOR_APP, operation: 'update_customer_user_licenses', resource: 'license',
      resourceId: userId, ...licensePayload(userId, BUSINESS_PREMIUM.licenseSku, null),
    });
  });
}
