import { execFile } from 'node:child_process';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { inspect, promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { issueCertificate, type Issued } from '../support/certificates.ts';
import { keptLog, problemOf, readAll, serve, sourceAt, testDispatcher } from './loopback.ts';
import { aFile, bySecret, signal, signInAt } from './signing-in.ts';

const authority = issueCertificate('Test Authority');
const DAY_MS = 86_400_000;
const ASK_ONCE = fileURLToPath(new URL('./ask-once.ts', import.meta.url));

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

/** A server whose certificate only those accept who trust its authority. */
function serveTls({ key, certificate }: Issued): Promise<number> {
  return listen(createServer({ key, cert: certificate }, (_, response) => response.end('well met')));
}

/** A proxy that leads every CONNECT to one port of this machine. */
function serveProxy(port: number): Promise<number> {
  const proxy = createHttpServer();
  proxy.on('connect', (_, client) => {
    const server = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      server.pipe(client).pipe(server);
    });
    for (const socket of [client, server]) socket.on('error', () => { client.destroy(); server.destroy(); });
    client.on('close', () => server.destroy());
  });
  return listen(proxy);
}

/** What a process with this environment gets from an address, or why not. */
async function askFromOutside(url: string, environment: Readonly<Record<string, string>>, options: readonly string[] = []): Promise<string> {
  return (await promisify(execFile)(process.execPath, [...options, ASK_ONCE, url], { env: environment })).stdout;
}

describe('partner-center/network-faults', () => {
  it('says that the certificate of Partner Center is not trusted, and does not try again', async () => {
    const port = await serveTls(issueCertificate('localhost', { issuer: authority }));

    const problem = await problemOf(readAll(sourceAt(`https://localhost:${port}`)));

    expect(problem).toMatchObject({ kind: 'unavailable', retryable: false, whatHappened: expect.stringContaining('The certificate of Partner Center is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE).') });
    expect(problem.whatToDo).toContain('NODE_EXTRA_CA_CERTS');
  });

  it('says the same of Entra', async () => {
    const port = await serveTls(issueCertificate('localhost', { issuer: authority }));

    const problem = await problemOf(signInAt(`https://localhost:${port}`, bySecret).signIn.token(signal));

    expect(problem).toMatchObject({ kind: 'sign-in', retryable: false, whatHappened: 'The certificate of Entra is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE).' });
  });

  it('says that the proxy wants another password, and shows none', async () => {
    const proxy = createHttpServer().on('connect', (_, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'));
    const dispatcher = testDispatcher({ HTTPS_PROXY: `http://somebody:S3CRET@127.0.0.1:${await listen(proxy)}` });
    const log = keptLog();

    const problem = await problemOf(readAll(sourceAt('https://partner.example', { dispatcher, log })));

    expect(problem).toMatchObject({ kind: 'unavailable', whatHappened: expect.stringContaining('The proxy on the way to Partner Center refused the connection.'), whatToDo: expect.stringContaining('HTTPS_PROXY') });
    expect(inspect([problem, log.lines], { depth: 20, showHidden: true })).not.toContain('S3CRET');
  });

  it('says it of a certificate that signs itself, and of a proxy that looks into the connection', async () => {
    const selfSigned = await serveTls(issueCertificate('localhost'));
    const inspecting = await serveProxy(await serveTls(issueCertificate('partner.example', { issuer: authority })));
    const dispatcher = testDispatcher({ HTTPS_PROXY: `http://127.0.0.1:${inspecting}` });

    const alone = await problemOf(readAll(sourceAt(`https://localhost:${selfSigned}`)));
    const behind = await problemOf(readAll(sourceAt('https://partner.example', { dispatcher })));

    expect(alone.whatHappened).toContain('The certificate of Partner Center is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT).');
    expect(behind.whatHappened).toContain('The certificate of Partner Center is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE).');
  });

  it('tells plain HTTP from TLS', async () => {
    const { url } = await serve((_, response) => response.end());

    const problem = await problemOf(readAll(sourceAt(url.replace('http:', 'https:'))));

    expect(problem).toMatchObject({ retryable: false, whatHappened: expect.stringContaining('No secure connection to Partner Center comes about') });
  });

  it('trusts the authority in NODE_EXTRA_CA_CERTS, straight and through a proxy, and no other', async () => {
    const NODE_EXTRA_CA_CERTS = aFile(authority.certificate);
    const straight = await serveTls(issueCertificate('localhost', { issuer: authority }));
    const proxy = await serveProxy(await serveTls(issueCertificate('partner.example', { issuer: authority })));

    const answers = await Promise.all([
      askFromOutside(`https://localhost:${straight}/`, { NODE_EXTRA_CA_CERTS }),
      askFromOutside('https://partner.example/', { NODE_EXTRA_CA_CERTS, HTTPS_PROXY: `http://127.0.0.1:${proxy}` }),
      askFromOutside(`https://localhost:${straight}/`, { NODE_EXTRA_CA_CERTS: aFile(issueCertificate('Another').certificate) }),
    ]);

    expect(answers).toEqual(['well met', 'well met', 'The certificate of Partner Center is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE).']);
  });

  it('trusts the authorities of the system with --use-system-ca', async () => {
    const port = await serveTls(issueCertificate('localhost', { issuer: authority }));

    const answer = await askFromOutside(`https://localhost:${port}/`, { SSL_CERT_FILE: aFile(authority.certificate) }, ['--use-system-ca']);

    expect(answer).toBe('well met');
  });

  it.each([
    ['for another address', issueCertificate('elsewhere.example', { issuer: authority }), 'is one for another address (ERR_TLS_CERT_ALTNAME_INVALID)'],
    ['that has expired', issueCertificate('localhost', { issuer: authority, notAfter: new Date(Date.now() - DAY_MS / 2) }), 'has expired or is not valid yet (CERT_HAS_EXPIRED)'],
    ['that is not valid yet', issueCertificate('localhost', { issuer: authority, notBefore: new Date(Date.now() + DAY_MS) }), 'has expired or is not valid yet (CERT_NOT_YET_VALID)'],
  ])('has words of its own for a trusted certificate %s', async (_, certificate, words) => {
    const port = await serveTls(certificate);

    const answer = await askFromOutside(`https://localhost:${port}/`, { NODE_EXTRA_CA_CERTS: aFile(authority.certificate) });

    expect(answer).toBe(`The certificate of Partner Center ${words}.`);
  });
});
