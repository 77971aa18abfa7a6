import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayHoldSecret } from '../../src/audit/masking-names.ts';
import { LEFT_OUT, MASKED, maskRecord } from '../../src/audit/masking.ts';

const json = JSON.stringify;

function maskedValue(resourceNewValue: string): string {
  return maskRecord({ resourceNewValue }).resourceNewValue;
}

/** JSON in a string, `layers` times over. */
function layered(value: unknown, layers: number): string {
  let text = json(value);
  for (let layer = 1; layer < layers; layer += 1) text = json(text);
  return text;
}

describe('audit/masking', () => {
  it.each(['password', 'ProductKey', 'client_secret', 'passwords', 'PasswordCredentials', 'ｐａｓｓｗｏｒｄ', 'Key ', '@odata.etag'])('masks the field %s at any depth', (name) => {
    const value = json({ a: [{ [name]: 'hunter2', b: 1 }], [name]: { deep: 'hunter2' } });

    expect(maskedValue(value)).toBe(json({ a: [{ [name]: MASKED, b: 1 }], [name]: MASKED }));
  });

  it.each(['Keyboard', 'tokens left', 'passwordless', 'TokenType', 'KeyCount', 'customerKeyName', 'PartitionKey'])('keeps the field %s, which names no secret', (name) => {
    const value = json({ [name]: 'visible' });

    expect(maskedValue(value)).toBe(value);
  });

  it.each([true, false, 'True', 'false'])('keeps %j, which is no secret, under any name', (answer) => {
    const value = json({ HasPassword: answer, ForceChangePassword: answer, Password: answer });

    expect(maskedValue(value)).toBe(value);
  });

  it('keeps empty and absent secrets as they are: there is nothing to hide', () => {
    const value = json({ Password: '', Token: null });

    expect(maskedValue(value)).toBe(value);
  });

  it.each([1, 2, 3, 5, 9])('masks JSON in %i layers of text and keeps the layers', (layers) => {
    const value = layered({ Id: 'x', Attributes: { Etag: 'hunter2', ObjectType: 'Order' } }, layers);

    expect(maskedValue(value)).toBe(layered({ Id: 'x', Attributes: { Etag: MASKED, ObjectType: 'Order' } }, layers));
  });

  it.each([11, 14])('masks JSON in %i layers of text whole', (layers) => {
    const value = layered({ Id: 'x', Body: String.raw`{"p\u0061ssword":"hunter2"}` }, layers);

    expect(maskedValue(value)).not.toContain('hunter2');
  });

  it('masks JSON that is a value within JSON', () => {
    const value = json({ Body: json({ Password: 'hunter2' }) });

    expect(maskedValue(value)).toBe(json({ Body: json({ Password: MASKED }) }));
  });

  it('keeps text without a trace of a secret to the letter, whatever its spacing and numbers', () => {
    const value = '{ "Account" : 12.50, "Id": 12345678901234567890,\n "Count": 1.0, "Id": 2 }';

    expect(maskedValue(value)).toBe(value);
  });

  it.each([
    ['{"a":{"password":"hunter2"},"a":1}', '{"a":1}'],
    ['{"password":"","note":"password=hunter2","note":"ok"}', '{"password":"","note":"ok"}'],
    ['[{"Key Account":1.50, "x":1e400}]', '[{"Key Account":1.50,"x":1e400}]'],
  ])('writes %s anew, where a name may stand twice', (value, expected) => {
    expect(maskedValue(value)).toBe(expected);
  });

  it('keeps every digit of long numbers beside what it masks', () => {
    const value = '{"Ticks":637346859797753934,"Etag":"hunter2","List":[637346859797753935]}';

    expect(maskedValue(value)).toBe('{"Ticks":637346859797753934,"Etag":"[masked]","List":[637346859797753935]}');
  });

  it('masks names that are written with escapes', () => {
    const value = String.raw`{"p\u0061ssword":"hunter2"}`;

    expect(maskedValue(value)).not.toContain('hunter2');
  });

  it.each([
    [{ Name: 'Password', NewValue: 'hunter2', OldValue: 'hunter1' }, { Name: 'Password', NewValue: MASKED, OldValue: MASKED }],
    [{ displayName: 'PasswordCredentials', oldValue: '[]', newValue: [{ hint: 'hunter2' }] }, { displayName: 'PasswordCredentials', oldValue: MASKED, newValue: MASKED }],
    [{ Field: 'user password', Value: 'hunter2' }, { Field: 'user password', Value: MASKED }],
    [{ PropertyName: 'ApiKey', Text: 'hunter2', IsSet: true }, { PropertyName: 'ApiKey', Text: MASKED, IsSet: true }],
    [{ name: 'password', values: ['hunter2'] }, { name: 'password', values: MASKED }],
    [{ Key: ' Password ', Value: 'hunter2' }, { Key: ' Password ', Value: MASKED }],
    [{ keyName: 'key1', value: 'hunter2' }, { keyName: 'key1', value: MASKED }],
    [{ Name: 'BillingProfile', Value: { Email: 'hunter2' } }, { Name: 'BillingProfile', Value: LEFT_OUT }],
    [{ Key: 'my secret hunter2' }, { Key: MASKED }],
    [{ Key: 'a1+/hunter2==', Value: 'x' }, { Key: MASKED, Value: 'x' }],
    [['password', 'hunter2'], ['password', MASKED]],
  ])('masks what the label of a pair names in %j', (pair, expected) => {
    const masked = maskedValue(json([pair]));

    expect(masked).toBe(json([expected]));
    expect(maskedValue(masked)).toBe(masked);
  });

  it.each([
    { Key: 'Domain', Value: 'fabrikam.example' }, { Name: 'Secret Server subscription', Quantity: 2 }, { Name: 'Contoso Key Account', Value: 'x' }, ['OfferId', 'key of x'],
  ])('keeps the pair %j, which names no secret', (pair) => {
    const value = json([pair]);

    expect(maskedValue(value)).toBe(value);
  });

  it('leaves billing profiles out', () => {
    const value = json({ BillingProfile: { FirstName: 'Ann', Email: 'ann@fabrikam.example' }, Id: 'x' });

    expect(maskedValue(value)).toBe(json({ BillingProfile: LEFT_OUT, Id: 'x' }));
  });

  it('masks customized data by the name that an entry holds, not by the field that holds it', () => {
    const record = maskRecord({
      customizedData: [
        { key: 'OrderId', value: 'o-1' }, { key: 'ProductKey-0', value: 'hunter2' }, { key: 'Password ', value: 'x', newValue: 'hunter2' }, { key: 'Password', value: null }, { key: 'ForceChangePassword', value: 'True' },
        { key: 'BillingProfile', value: '{"Email":"ann"}' }, { key: 'Body', value: json({ Token: 'hunter2' }) }, null,
      ],
    });

    expect(record.customizedData).toEqual([
      { key: 'OrderId', value: 'o-1' }, { key: 'ProductKey-0', value: MASKED }, { key: 'Password ', value: MASKED, newValue: MASKED }, { key: 'Password', value: null }, { key: 'ForceChangePassword', value: 'True' },
      { key: 'BillingProfile', value: LEFT_OUT }, { key: 'Body', value: json({ Token: MASKED }) }, null,
    ]);
  });

  it('masks unknown fields by their name and within their values', () => {
    const record = { productKeys: ['hunter2'], extra: { list: [{ secret: 'hunter2' }] }, attributes: { etag: 'hunter2', objectType: 'AuditRecord' } };

    expect(maskRecord(record)).toEqual({
      productKeys: MASKED, extra: { list: [{ secret: MASKED }] }, attributes: { etag: MASKED, objectType: 'AuditRecord' },
    });
  });

  it('never touches the fields that say who, what and when', () => {
    const record = { id: 'key: 1', customerName: 'Token: Ring Ltd', userPrincipalName: 'password=x@example', operationType: 'get_software_key' };

    expect(maskRecord(record)).toEqual(record);
  });

  it.each([
    ['objects', '{"a":', '}'], ['lists', '[', ']'], ['pairs', '[["a",', ']]'], ['labelled values', '{"Name":"a","Value":', '}'], ['keys and values', '{"Key":"a","Value":', '}'],
    ['exact numbers', '{"n":1.50,"a":', '}'],
  ])('masks what lies too deep in %s to be judged instead of failing', (_, open, close) => {
    const depth = 50_000;
    const text = `${open.repeat(depth)}{"password":"hunter2"}${close.repeat(depth)}`;

    expect(maskedValue(text)).not.toContain('hunter2');
    expect(maskedValue(text)).toContain(MASKED);
  });

  it('masks what lies too deep in an unknown field that is no text', () => {
    let value: unknown = { password: 'hunter2' };
    for (let level = 0; level < 20_000; level += 1) value = level % 2 === 0 ? { a: value } : [value];

    expect(json(maskRecord({ value }))).toContain(MASKED);
  });

  it('masks a value of eight megabytes, and one of sixty thousand names', () => {
    const lines = json({ Lines: Array.from({ length: 80_000 }, (_, at) => ({ OfferId: `offer ${at}`, Quantity: at, Attributes: { Etag: 'hunter2' } })) });
    const names = json(Object.fromEntries(Array.from({ length: 60_000 }, (_, at) => [`Key_${at}`, 'hunter2'])));

    expect(maskedValue(lines)).not.toContain('hunter2');
    expect(maskedValue(names)).not.toContain('hunter2');
  });

  it.each(['response-2016.json', 'response-2017.json', 'response-2021-page.json'])('changes nothing but the etag in %s', (file) => {
    const text = readFileSync(new URL(`../../sandbox/partner-center/published/${file}`, import.meta.url), 'utf8');
    const { items } = JSON.parse(text) as { items: Record<string, unknown>[] };

    const masked = items.map(maskRecord);

    expect(json(masked)).toBe(json(items).replace(/\\"Etag\\":\\"[^"]*\\"/g, `\\"Etag\\":\\"${MASKED}\\"`));
  });

  const secretName = fc.constantFrom('password', 'Passwords', 'PasswordProfile', 'userCredentials', 'client_secret', 'KEY', 'primaryAccessKey', 'token', 'AccessToken ', 'Etag', 'BillingProfile');
  const label = fc.constantFrom('Name', 'Field', 'PropertyName', 'displayName', 'Key');
  const planted = fc.stringMatching(/^[a-z0-9]{8}$/).map((rest) => `S3CRET${rest}`);
  const secret = fc.oneof(planted, fc.array(planted, { minLength: 1 }), fc.record({ Value: planted }));
  const withSecret = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      fc.tuple(secretName, secret).map(([name, value]) => ({ [name]: value, Id: 1 })),
      fc.tuple(label, secretName, secret, secret).map(([name, value, NewValue, OldValue]) => ({ [name]: value, NewValue, OldValue })),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.tuple(fc.string(), tie('node')).map(([name, value]) => ({ [name]: value })),
      fc.tuple(secretName.filter((name) => name !== 'BillingProfile'), planted).map(([name, value]) => ({ Note: `set ${name}=${value}` })),
      tie('node').map((value) => json(value)),
    ),
  })).node;

  it('lets no planted secret out, wherever it stands and however it is layered', () => {
    fc.assert(fc.property(withSecret, fc.integer({ min: 1, max: 5 }), fc.jsonValue(), (value, layers, other) => {
      const record = { operationType: 'x', resourceNewValue: layered(value, layers), resourceOldValue: json({ other, value }), extra: value, customizedData: [{ key: 'Body', value: layered(value, layers) }, { key: 'Token', value: json(value) }] };

      expect(json(maskRecord(record))).not.toContain('S3CRET');
    }), { numRuns: 500 });
  });

  it('changes nothing the second time', () => {
    fc.assert(fc.property(fc.oneof(withSecret, fc.jsonValue()), fc.integer({ min: 1, max: 5 }), fc.string(), (value, layers, text) => {
      const once = maskRecord({ resourceNewValue: layered(value, layers), resourceOldValue: `${text} key: ${text}`, extra: value });

      expect(maskRecord(once)).toEqual(once);
    }), { numRuns: 500 });
  });

  it('keeps every other value of the record', () => {
    const free = fc.jsonValue().filter((value) => !mayHoldSecret(json(value)));
    fc.assert(fc.property(free, (value) => {
      const record = { extra: value, resourceNewValue: json(value) };

      expect(maskRecord(record)).toEqual(record);
    }));
  });
});
