import { describe, expect, it } from 'vitest';
import { addressesOf } from '../../src/partner-center/clouds.ts';

describe('partner-center/clouds', () => {
  it.each([
    ['global', 'https://api.partnercenter.microsoft.com', 'https://login.microsoftonline.com'],
    ['usgov', 'https://api.partnercenter.microsoft.com', 'https://login.microsoftonline.us'],
    ['china', 'https://partner.partnercenterapi.microsoftonline.cn', 'https://login.partner.microsoftonline.cn'],
  ] as const)('knows the hosts of %s', (cloud, apiUrl, authority) => {
    const addresses = addressesOf(cloud);

    expect(addresses).toEqual({ apiUrl, authority, authorityUrl: authority, appScope: `${apiUrl}/.default`, userScope: `${apiUrl}/user_impersonation` });
  });

  it('sends requests elsewhere when told to, and still asks for a token of the real API', () => {
    const addresses = addressesOf('global', { partnerCenterUrl: 'http://127.0.0.1:81/pc/', entraAuthorityUrl: 'http://127.0.0.1:82' });

    expect(addresses).toEqual({
      apiUrl: 'http://127.0.0.1:81/pc',
      authority: 'https://login.microsoftonline.com',
      authorityUrl: 'http://127.0.0.1:82',
      appScope: 'https://api.partnercenter.microsoft.com/.default',
      userScope: 'https://api.partnercenter.microsoft.com/user_impersonation',
    });
  });
});
