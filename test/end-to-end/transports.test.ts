import { describe, expect, it } from 'vitest';
import { ADMIN, live, OPS } from '../support/live.ts';
import { read } from '../support/reading.ts';
import { until } from '../support/until.ts';

describe.each(['http', 'socket'] as const)('the main job over %s', (transport) => {
  it('answers the same search as one process', async () => {
    const world = await live({ transport });
    await world.startBot();
    if (transport === 'socket') await until(() => world.slack.connectedSockets() > 0);

    const answer = await (await world.type('customer Relecloud last 7d')).answer();
    await world.slack.click({ user: ADMIN, message: answer, label: 'Details' });
    const modal = await world.slack.waitForView({ user: ADMIN, where: ({ blocks }) => blocks.length > 1 });

    expect(read(answer)).toContain('2 operations for Relecloud');
    expect(modal.title).toBe('Audit record');
  });

  it('answers it as web and worker in two processes', async () => {
    const world = await live({ transport });
    await world.startBot({ ROLE: 'worker' });
    await world.startBot({ ROLE: 'web', PARTNER_CLIENT_SECRET: '' });
    if (transport === 'socket') await until(() => world.slack.connectedSockets() > 0);

    const answer = await (await world.type('customer Relecloud last 7d')).answer();

    expect(read(answer)).toContain('2 operations for Relecloud');
  });
});

describe('what can go wrong with processes', () => {
  it('answers once when the worker is killed in the middle of a search', async () => {
    const world = await live();
    const doomed = await world.startBot({ ROLE: 'worker' });
    await world.startBot({ ROLE: 'web' });
    world.partnerCenter.faults.next({ kind: 'hang' }, 1);
    const typed = await world.type('customer Relecloud last 7d');
    await until(() => world.partnerCenter.requests.length > 0);

    await doomed.kill();
    await world.startBot({ ROLE: 'worker' });
    await typed.answer();

    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(world.seen().filter(({ text }) => text.includes('2 operations for Relecloud'))).toHaveLength(1);
  });

  it('hands a running search to another worker when it is told to stop, and ends with 0', async () => {
    const world = await live();
    const leaving = await world.startBot({ ROLE: 'worker', SHUTDOWN_SECONDS: '2' });
    await world.startBot({ ROLE: 'web' });
    world.partnerCenter.faults.next({ kind: 'hang' }, 1);
    const typed = await world.type('customer Relecloud last 7d');
    await until(() => world.partnerCenter.requests.length > 0);

    const code = await leaving.stop();
    await world.startBot({ ROLE: 'worker' });
    const answer = await typed.answer();

    expect(code).toBe(0);
    expect(read(answer)).toContain('2 operations for Relecloud');
  });

  it('finishes what runs before it stops', async () => {
    const world = await live();
    const bot = await world.startBot();
    world.partnerCenter.faults.next({ kind: 'slow', ms: 1_500 }, 1);
    await world.type('customer Relecloud last 7d');
    await until(() => world.partnerCenter.requests.length > 0);

    const code = await bot.stop();

    expect(code).toBe(0);
    expect(world.seen().filter(({ text }) => text.includes('2 operations for Relecloud'))).toHaveLength(1);
  });

  it('reports its health to operators', async () => {
    const world = await live();
    const bot = await world.startBot();
    const ask = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${bot.opsPort}${path}`);
      return { status: response.status, text: await response.text() };
    };
    await (await world.type('last 1h', { channel: OPS })).answer();

    expect(await ask('/livez')).toMatchObject({ status: 200 });
    expect(await ask('/readyz')).toEqual({ status: 200, text: '{"status":"ready","failing":{}}' });
    expect((await ask('/metrics')).text).toMatch(/audit_search_seconds_count\{outcome="answered"\} 1/);
    expect((await ask('/secrets')).status).toBe(404);
  });
});
