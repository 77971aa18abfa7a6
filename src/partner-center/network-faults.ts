/** What went wrong below HTTP, told by the codes of Node, undici and zlib. */
import { ProxyUnreachable } from './http.ts';

/** `cut` and `slow` answers may be whole the next time; the others need somebody or some time. */
export interface NetworkFault {
  readonly group: 'slow' | 'cut' | 'unreachable' | 'misnamed' | 'out-of-date' | 'untrusted' | 'no-tls' | 'unreadable' | 'proxy';
  readonly retryable: boolean;
  readonly whatHappened: string;
  readonly whatToDo: string;
}

type Group = NetworkFault['group'];

const GROUPS: readonly (readonly [Group, RegExp])[] = [
  ['slow', /^(?:UND_ERR_(?:HEADERS|BODY|CONNECT)_TIMEOUT|ETIMEDOUT|TimeoutError)$/],
  ['unreadable', /^(?:UND_ERR_RES_EXCEEDED_MAX_SIZE|ERR_BUFFER_TOO_LARGE|BODY_ENCODING)$/],
  ['cut', /^(?:UND_ERR_SOCKET|UND_ERR_RES_CONTENT_LENGTH_MISMATCH|ECONNRESET|ECONNABORTED|EPIPE|Z_\w+|HPE_\w+)$/],
  ['unreachable', /^(?:ENOTFOUND|EAI_\w+|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/],
  ['misnamed', /^ERR_TLS_CERT_ALTNAME_INVALID$/],
  ['out-of-date', /^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/],
  ['untrusted', /CERT|^UNABLE_TO_\w+$/],
  ['no-tls', /^(?:ERR_TLS_\w+|ERR_SSL_\w+|EPROTO)$/],
  ['proxy', /^(?:UND_ERR_PRX_\w+|UND_ERR_ABORTED|PROXY_407)$/],
];

const AGAIN = 'Run it again in a minute.';

/** Classifies a network error towards Partner Center or Entra; undefined when it is none. */
export function networkFault(error: unknown, peer: 'Partner Center' | 'Entra'): NetworkFault | undefined {
  if (error instanceof ProxyUnreachable) {
    return fault('proxy', `The proxy on the way to ${peer} cannot be reached (${error.reason}).`,
      `${AGAIN} If it lasts, an administrator checks host and port in ${error.variable}, and whether that proxy runs.`);
  }
  const code = codeOf(error);
  const group = GROUPS.find(([, pattern]) => pattern.test(code))?.[0];
  const variable = peer === 'Entra' ? 'ENTRA_AUTHORITY_URL' : 'PARTNER_CENTER_URL';
  switch (group) {
    case undefined: return undefined;
    case 'slow': return fault(group, `${peer} did not answer in time.`, AGAIN);
    case 'cut': return fault(group, `The connection to ${peer} broke off.`, AGAIN);
    case 'unreachable': return fault(group, `${peer} cannot be reached (${code}).`,
      `${AGAIN} If it lasts, an administrator checks the network of the bot and ${variable}.`);
    case 'misnamed': return fault(group, `The certificate of ${peer} is one for another address (${code}).`,
      `An administrator checks ${variable} and which proxy stands in between.`);
    case 'out-of-date': return fault(group, `The certificate of ${peer} has expired or is not valid yet (${code}).`,
      'An administrator checks the clock of the machine that the bot runs on, and which proxy stands in between.');
    case 'untrusted': return fault(group, `The certificate of ${peer} is not trusted (${code}).`,
      'An administrator names the company’s certificate authority in NODE_EXTRA_CA_CERTS, or checks which proxy stands in between.');
    case 'no-tls': return fault(group, `No secure connection to ${peer} comes about (${code}).`,
      `An administrator checks ${variable} and which proxy stands in between.`);
    case 'unreadable': return fault(group, `The answer of ${peer} is too large or packed in an unknown way.`,
      'Search a shorter range; if that does not help, an administrator checks which proxy stands in between.');
    case 'proxy': return fault(group, `The proxy on the way to ${peer} refused the connection.`,
      'An administrator checks HTTPS_PROXY with its user and password, and whether the proxy allows the address.');
  }
}

/** What may be over in a minute. */
const PASSING: readonly Group[] = ['slow', 'cut', 'unreachable', 'proxy'];

function fault(group: Group, whatHappened: string, whatToDo: string): NetworkFault {
  return { group, retryable: PASSING.includes(group), whatHappened, whatToDo };
}

/** Time-outs of an AbortSignal have a name instead of a code; undici tells a proxy's 407 only in words. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if (error.name === 'TimeoutError') return error.name;
  const { code } = error as { readonly code?: unknown };
  if (code === 'UND_ERR_INVALID_ARG' && error.message.startsWith('Proxy Authentication Required')) return 'PROXY_407';
  return typeof code === 'string' ? code : '';
}
