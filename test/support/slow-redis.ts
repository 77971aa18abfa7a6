/** A Redis that is far away: what it says comes later by as many milliseconds as a test asks for. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface SlowRedis {
  readonly url: string;
  /** From now on. */
  delay(ms: number): void;
}

/** Stands before the Redis at `url` until the test ends. */
export async function slowRedis(url: string): Promise<SlowRedis> {
  const behind = new URL(url);
  const sockets = new Set<Socket>();
  let delayMs = 0;
  const server = createServer((near) => {
    const far = connect(Number(behind.port), behind.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => (near.destroy(), far.destroy()));
    }
    near.pipe(far);
    // Timers of one length fire in the order they were set, so that nothing overtakes.
    far.on('data', (said) => setTimeout(() => near.destroyed || near.write(said), delayMs));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const here = new URL(url);
  here.port = String((server.address() as AddressInfo).port);
  here.hostname = '127.0.0.1';
  return { url: here.href, delay: (ms) => (delayMs = ms) };
}
