/** Microsoft's clouds, as far as they have an audit log of partners: where to ask and where to sign in. */

export type Cloud = 'global' | 'usgov' | 'china';

/** Where requests go. URLs have no slash at their end. */
export interface CloudAddresses {
  /** Partner Center's API, without `/v1`. */
  readonly apiUrl: string;
  /** The real authority, which MSAL insists on, and the address that its requests are sent to. */
  readonly authority: string;
  readonly authorityUrl: string;
  /** The permission a token is asked for: of the app alone, and of the app together with a person. */
  readonly appScope: string;
  readonly userScope: string;
}

interface CloudHosts {
  readonly api: string;
  readonly authority: string;
}

/**
 * US Government shares the global API and signs in elsewhere. China is served as best effort: the audit page does not list it.
 * https://learn.microsoft.com/partner-center/developer/partner-center-authentication
 */
const HOSTS: Readonly<Record<Cloud, CloudHosts>> = {
  global: { api: 'https://api.partnercenter.microsoft.com', authority: 'https://login.microsoftonline.com' },
  usgov: { api: 'https://api.partnercenter.microsoft.com', authority: 'https://login.microsoftonline.us' },
  china: { api: 'https://partner.partnercenterapi.microsoftonline.cn', authority: 'https://login.partner.microsoftonline.cn' },
};

/** The addresses of a cloud; either host may be replaced by a checked URL (a proxy, a sandbox), whose path is kept. */
export function addressesOf(
  cloud: Cloud,
  overrides: { readonly partnerCenterUrl?: string | undefined; readonly entraAuthorityUrl?: string | undefined } = {},
): CloudAddresses {
  const hosts = HOSTS[cloud];
  return {
    apiUrl: withoutSlash(overrides.partnerCenterUrl ?? hosts.api),
    authority: hosts.authority,
    authorityUrl: withoutSlash(overrides.entraAuthorityUrl ?? hosts.authority),
    appScope: `${hosts.api}/.default`,
    userScope: `${hosts.api}/user_impersonation`,
  };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
