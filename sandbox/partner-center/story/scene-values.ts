/** Values a reader must survive: JSON in JSON, no JSON, nothing, far too much, and text that wants to be markup. */
import { rawOfTicks } from '../ticks.ts';
import type { WireRecord } from '../wire.ts';
import { ALAN, BOB, customerNamed, DANA, PORTAL } from './cast.ts';
import { credentialValue, softwareKeyValue, userValue } from './invented-payloads.ts';
import { makeRecord, ticksAt, type Deed } from './make-record.ts';
import { createRandom } from './random.ts';

const LARGE_BYTES = 64 * 1024;

export function valueScenes(now: Date): WireRecord[] {
  return [...oddValues(now), ...secrets(now), ...shortDates(now)];
}

/** The first is published practice (2016); the others are INVENTED, as hostile as text can be. */
function oddValues(now: Date): WireRecord[] {
  const random = createRandom('values');
  const customer = customerNamed("Margie's Travel");
  const order = JSON.stringify({ Id: null, LineItems: [{ LineItemNumber: 0, FriendlyName: 'Office 365 Business', Quantity: 2 }] });
  const values: unknown[] = [
    JSON.stringify(order),
    JSON.stringify(JSON.stringify(order)),
    'The order was changed by hand.',
    '',
    '   ',
    order.slice(0, -9),
    `\uFEFF${order}`,
    '[1,2,{"Id":3}]',
    '42',
    'null',
    { Id: 'an object, not text' },
    ['a', 'list'],
    7,
    JSON.stringify({ FriendlyName: '<https://evil.example|Office 365> <!here> *bold* `code`', Quantity: '=1+1', Note: '\u0000\u0007\u202Egpj.exe' }),
    JSON.stringify({ Id: 'large', LineItems: [{ FriendlyName: 'x'.repeat(LARGE_BYTES), Quantity: 1 }] }),
    '['.repeat(3000) + ']'.repeat(3000),
  ];
  return values.map((newValue, index) => ({
    ...makeRecord({
      at: ticksAt(now, 4 + index * 3, '11:11:11', random), customer, actor: BOB, app: PORTAL, operation: 'update_order',
      resource: 'order', resourceId: random.guid(), data: { OrderId: random.guid(), 'PartnerOnRecord-0': null },
    }),
    // Not through the deed: an object must stay one here.
    resourceNewValue: newValue,
  }));
}

/** Plainly false secrets where real ones would stand, so that masking can be seen. */
function secrets(now: Date): WireRecord[] {
  const random = createRandom('secrets');
  const customer = customerNamed('Woodgrove Bank');
  const userId = random.guid();
  const key = softwareKeyValue('SQL Server 2025 Standard');
  const deeds: Deed[] = [
    {
      at: ticksAt(now, 2, '10:24:00', random), customer, actor: DANA, app: PORTAL, operation: 'create_customer_user',
      resource: 'customer_user', resourceId: userId, newValue: userValue(customer, userId, 'Nora Newcomer'),
    },
    {
      at: ticksAt(now, 3, '15:24:00', random), customer, actor: DANA, app: PORTAL, operation: 'get_software_key',
      resource: 'software_key', newValue: key, data: { ProductKey: key.ProductKey },
    },
    {
      at: ticksAt(now, 16, '09:24:00', random), actor: ALAN, app: PORTAL, operation: 'add_application_credential',
      resource: 'application_credential', newValue: credentialValue('Backup job'),
    },
  ];
  return deeds.map(makeRecord);
}

/** INVENTED: fewer than seven digits of a second, as a .NET serializer that drops trailing zeros would write them. */
function shortDates(now: Date): WireRecord[] {
  const random = createRandom('short dates');
  const customer = customerNamed('School of Fine Art');
  return [0n, 1_200_000n, 589_000n].map((fraction, index) => {
    const second = ticksAt(now, 5 + index, '10:40:00', random) / 10_000_000n * 10_000_000n;
    const record = makeRecord({ at: second + fraction, customer, actor: DANA, app: PORTAL, operation: 'update_customer_qualification', resource: 'customer' });
    return { ...record, operationDate: rawOfTicks(second + fraction).replace(/\.?0+Z$/, 'Z') };
  });
}
