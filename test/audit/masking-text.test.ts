import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskPlainText } from '../../src/audit/masking-text.ts';

/** Quadratic time shows here as minutes. */
const LONG = 500_000;
const XML = '<p:password xsi:type="x">hunter2</p:password>';

/** Near-matches of every pattern: one that reads any of them in quadratic time does not end within the test's time. */
const NEAR_MATCHES = [
  'a', 'key ', 'key"', 'key\\', 'key:"', 'key=', 'key=a,', `key=a,${'b'.repeat(70)}`, 'key\n\n', '"key', '-eyJaaaaaaaa', 'eyJaaaaaaaa.', 'eyJ', 'bearer ', 'basic aaaaaaaa ', '://', '://a:', '://a:b',
  '-----BEGIN KEY-----', '-----BEGIN ', '-----', '&quot;key&quot;:&quot;', '&lt;key ', '<key ', '<key>', '<key', '%22key%22%3A%22', '\\u006', '\\', '\\\\"', 'password is ', 'password to a', 'name:"password" value',
  'Name=Password;', 'a b c ', 'k\u0301', '\u200B', '\uFDFA=', '&', '<value>', '{"key":', '[["key",',
];

describe('audit/masking-text', () => {
  it.each([
    ['password=hunter2', 'password=[masked]'],
    ['Reset done; new password: correct horse battery', 'Reset done; new password: [masked]'],
    ['user=ann;Password=hunter2;host=x', 'user=ann;Password=[masked];host=x'],
    ['?token=hunter2&page=2', '?token=[masked]&page=2'],
    ['https://x/?client_secret%3Dhunter2', 'https://x/?client_secret%3D[masked]'],
    ['%7B%22password%22%3A%22hunter2%22%2C', '%7B%22password%22%3A%22[masked]%22%2C'],
    ['https://store/?sv=1&sig=hunter2&se=2', 'https://store/?sv=1&sig=[masked]&se=2'],
    ['https://ann:hun@ter2@host/x', 'https://ann:[masked]@host/x'],
    ['key: ABCDE-12345, sent', 'key: [masked], sent'],
    ['password: hun,ter2', 'password: [masked]'],
    ['password: hun,ter2;user=ann', 'password: [masked];user=ann'],
    ['password:\nhunter2', 'password:\n[masked]'],
    ['**Password:** hunter2', '**Password:[masked]'],
    ["config['password'] = 'hunter2';", "config['password'] = '[masked]';"],
    ['password => hunter2', 'password => [masked]'],
    ['The connection string: Server=hunter2', 'The connection string: [masked]'],
    ['The password is hunter2, keep it', 'The password is [masked] keep it'],
    ['changed the password from hunter1 to hunter2', 'changed the password from [masked] to [masked]'],
    ['<user><password>hunter2</password><name>ann</name></user>', '<user><password>[masked]</password><name>ann</name></user>'],
    [XML, '<p:password xsi:type="x">[masked]</p:password>'],
    ['<credentials><u>ann</u><p>hunter2</p></credentials>.', '<credentials>[masked]</credentials>.'],
    ['<user password="hunter2"/>', '<user password="[masked]"/>'],
    ['&lt;password&gt;hunter2&lt;/password&gt;', '&lt;password&gt;[masked]&lt;/password&gt;'],
    ['<Name>Password</Name><Value>hunter2</Value>', '<Name>Password</Name><Value>[masked]</Value>'],
    ['<add value="hunter2" name="Password"/>', '<add value="[masked]" name="Password"/>'],
    ['{&quot;password&quot;:&quot;hunter2&quot;}', '{&quot;password&quot;:&quot;[masked]&quot;}'],
    ["{'password':'hunter2'}", "{'password':'[masked]'}"],
    ['{"password":"hunter2","name":"cut in the mid', '{"password":"[masked]","name":"cut in the mid'],
    ['[{"Name":"Password","Value":"hunter2"},{"Na', '[{"Name":"Password","Value":"[masked]"},{"Na'],
    ['[{"OldValue":"hunter1","NewValue":"hunter2","PropertyName":"Password","X', '[{"OldValue":"[masked]","NewValue":"[masked]","PropertyName":"Password","X'],
    ['{"name":"password","values":["hunter2"', '{"name":"password","values":[masked]'],
    ['Name: Password, Value: hunter2', 'Name: Password, Value: [masked]'],
    ['{"userCredentials":{"userName":"ann","password":"hunter2"', '{"userCredentials":[masked]'],
    [String.raw`{\"clientSecret\":\"hunter2\",\"x\":1`, String.raw`{\"clientSecret\":\"[masked]\",\"x\":1`],
    [String.raw`{"password":"hun\"ter2\\","x":1`, '{"password":"[masked]","x":1'],
    [String.raw`{"p\u0061ssword":"hunter2`, '{"password":"[masked]'],
    [String.raw`{\u0022password\u0022:\u0022hunter2\u0022,`, String.raw`{\"password\":\"[masked]\",`],
    ["password='hun''ter2', x", "password='[masked]', x"],
    ['{"billingProfile":{"Email":"ann@fabrikam.example"', '{"billingProfile":[left out]'],
    ['ｐａｓｓｗｏｒｄ：hunter2', 'ｐａｓｓｗｏｒｄ：[masked]'],
    ['Authorization: Basic aHVudGVyMg', 'Authorization: [masked]'],
    ['sent Basic YW5uOmh1bnRlcjI', 'sent Basic [masked]'],
    ['sent Bearer abc.def', 'sent Bearer [masked]'],
    ['got eyJhbGciOiJub25l.eyJvaWQiOiJ4In0.c2ln today', 'got [masked] today'],
    ['xeyJhbGciOiJub25l.eyJvaWQiOiJ4In0.c2ln', 'x[masked]'],
    ['body eyJwYXNzd29yZCI6Imh1bnRlcjIifQ==', 'body [masked]'],
    ['a -----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY----- b', 'a [masked] b'],
    ['-----BEGIN PRIVATE KEY-----\nhunter2', '[masked]'],
    ['password=[masked]hunter2', 'password=[masked]'],
  ])('reads the text %j as %j', (text, expected) => {
    const masked = maskPlainText(text);

    expect(masked).toBe(expected);
    expect(maskPlainText(masked)).toBe(masked);
  });

  it.each([
    '', 'monkey: banana, keyboard=1', 'The password is too short', 'Password reset required: true', 'forceChangePassword=true', 'password: null', 'password: ',
    'AADSTS7000215: Invalid client secret provided. Trace ID: 1', 'The bearer token expired', 'Business Basic subscription', 'Basic Subscription', 'SurveyJsonValue.Name',
    'https://host:443/x?y=ann@fabrikam.example', 'Token type: Bearer', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----', String.raw`caf\u0065`,
  ])('keeps %j', (text) => {
    expect(maskPlainText(text)).toBe(text);
  });

  it.each(NEAR_MATCHES)('reads half a megabyte of %j in one go', (piece) => {
    const text = piece.repeat(LONG / piece.length);

    const masked = maskPlainText(`${text} value, key: "hunter2"`);

    expect(masked).not.toContain('hunter2"');
  });

  it('changes nothing the second time, whatever the text', () => {
    const pieces = fc.constantFrom(
      ...NEAR_MATCHES, 'password', 'Name', 'Value', 'token', '[masked]', '[left out]', '"', "'", '\\"', ':', '=', ' ', ',', ';', '<', '</', '>', '{', '}', '[', ']', '@', '\n', '1', 'true',
      'eyJhbGciOiJ9.eyJabc.def', 'Basic YW5uOmh1bnRlcjI', '-----END KEY-----', '\\u0061', '\\u0022', 'billing profile', 'connection string', 'is ', 'sig=',
    );
    fc.assert(fc.property(fc.array(pieces, { maxLength: 16 }), (parts) => {
      const once = maskPlainText(parts.join(''));

      expect(maskPlainText(once)).toBe(once);
    }), { numRuns: 5_000 });
  });
});
