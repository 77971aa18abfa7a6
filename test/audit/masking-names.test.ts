import { describe, expect, it } from 'vitest';
import { LEFT_OUT, MASKED, maskOfPhrase, mayHoldSecret, readName } from '../../src/audit/masking-names.ts';

const SECRET_NAMES = [
  'password', 'Password', 'PASSWORD', ' Password ', 'User.Password', 'passwords', 'userPassword', 'initialPassword', 'DefaultPassword', 'adminPwd', 'passwordHash',
  'passwordProfile', 'PasswordCredentials', 'userpassword', 'PassWord', 'Password-0', 'credential', 'credentials', 'userCredentials', 'keyCredential', 'passphrase',
  'secret', 'secrets', 'clientSecret', 'client_secret', 'Client-Secret', 'clientSecretValue', 'secretText', 'secretKey', 'apiSecret', 'AWSSecretAccessKey',
  'key', 'Keys', 'key1', 'keyValue', 'productKey', 'ProductKey-12', 'apiKey', 'APIKey', 'APIKEY', 'accountKey', 'primaryAccessKey', 'consumerKey', 'subscriptionkey',
  'Ocp-Apim-Subscription-Key', 'privateKey', 'privateKeyData', 'SharedAccessKey', 'sharedAccessSignature', 'connectionString', 'ConnectionStrings',
  'token', 'accessToken', 'access_token', 'refreshTokens', 'idtoken', 'tokenValue', 'activationCode', 'client_assertion', 'Authorization', 'etag', 'ETag', 'Etags', '@odata.etag', 'sig',
];
const BILLING_NAMES = ['billingProfile', 'BillingProfiles', 'billing_profile', 'billingProfileInfo', 'creditCardNumber', 'bankAccountNumber', 'iban', 'cvv'];
const DISGUISED = ['ｐａｓｓｗｏｒｄ', 'pass\u200Bword', 'pa\u017F\u017Fword', '\u212Aey', 'se\u00ADcret', '𝐩assword', 'token\uFE0F'];
const ORDINARY_NAMES = [
  'OfferId', 'Keyboard', 'ProductKeyboard', 'Monkey', 'keyword', 'KeyCount', 'KeyContact', 'Key Account', 'customerKeyName', 'keyId', 'accessKeyId', 'publicKey', 'sshPublicKey', 'PartitionKey',
  'KeyVaultUri', 'tokens left', 'TokenType', 'tokenLifetime', 'continuationToken', 'RefreshTokenExpiresIn', 'passwordless', 'PasswordlessSignIn', 'PasswordPolicies', 'PasswordNeverExpires',
  'passwordExpirationDate', 'lastPasswordChangeDateTime', 'Passport', 'bypass', 'Secretary', 'secretId', 'secretName', 'CredentialType', 'accreditation', 'priceTag', 'Tags', 'design',
  'activationDate', 'authorizationStatus', 'connectionType', 'BillingCycle', 'BillingProfileId', 'CreditLimit', '', 'Name', 'Schlüssel',
];

describe('audit/masking-names', () => {
  it.each([...SECRET_NAMES, ...DISGUISED])('reads %j as the name of a secret, and its hint in a text', (name) => {
    expect(readName(name).mask).toBe(MASKED);
    expect(mayHoldSecret(`{"${name}":"x"}`) || mayHoldSecret(`${name}=x`)).toBe(true);
  });

  it.each(BILLING_NAMES)('reads %s as billing data', (name) => {
    expect(readName(name).mask).toBe(LEFT_OUT);
    expect(mayHoldSecret(name)).toBe(true);
  });

  it.each(ORDINARY_NAMES)('reads %j as an ordinary name', (name) => {
    expect(readName(name).mask).toBeUndefined();
  });

  it.each(['Name', 'name', 'Field', 'fieldName', 'PropertyName', 'displayName', 'display_name', 'Key', 'KeyName'])('knows %s as a label', (name) => {
    expect(readName(name).part).toBe('label');
  });

  it.each(['Value', 'values', 'NewValue', 'old_value', 'valueBefore'])('knows %s as a value', (name) => {
    expect(readName(name).part).toBe('value');
  });

  it('takes a name too long to be judged for a secret when it hints at one', () => {
    const filler = 'a'.repeat(1_000_000);

    expect(readName(`password${filler}`).mask).toBe(MASKED);
    expect(readName(filler).mask).toBeUndefined();
  });

  it.each([
    ['Azure product key', MASKED], ['user password', MASKED], ['Connection string', MASKED], ['shared access signature', MASKED], ['billing profile info', LEFT_OUT],
    ['Secret Server subscription', undefined], ['Token Ring Ltd', undefined], ['Contoso Key Account', undefined], ['password policy', undefined], ['product code', undefined],
  ])('reads the phrase %j by its end', (phrase, mask) => {
    expect(maskOfPhrase(phrase)).toBe(mask);
  });
});
