import { describe, expect, it } from 'vitest';
import { runApp } from './running-app.ts';

describe('slack/request-facts', () => {
  it.each([-301, 301])('refuses a request signed %i seconds from now', async (offsetSeconds) => {
    let runs = 0;
    const { slack } = await runApp({ listen: (app) => app.command('/audit', async () => { runs += 1; }) });

    const { status } = await slack.deliver({ body: 'command=%2Faudit&trigger_id=1.2.3', offsetSeconds });

    expect(status).toBe(401);
    expect(runs).toBe(0);
  });

  it.each([-290, 290])('takes a request signed %i seconds from now', async (offsetSeconds) => {
    const { slack } = await runApp({ listen: (app) => app.command('/audit', async ({ ack }) => ack('ran')) });

    const { status, ackBody } = await slack.deliver({ body: 'command=%2Faudit&trigger_id=1.2.3', offsetSeconds });

    expect({ status, ackBody }).toEqual({ status: 200, ackBody: 'ran' });
  });

  it.each(['wrong', 'none'] as const)('refuses a request whose signature is %s', async (signature) => {
    let runs = 0;
    const { slack } = await runApp({ listen: (app) => app.command('/audit', async () => { runs += 1; }) });

    const { status } = await slack.deliver({ body: 'command=%2Faudit&trigger_id=1.2.3', signature });

    expect(status).toBe(401);
    expect(runs).toBe(0);
  });

  it('names a request without a trigger by its signature', async () => {
    let runs = 0;
    const { slack } = await runApp({
      listen: (app) => app.command('/audit', async ({ ack }) => {
        runs += 1;
        await ack('ran');
      }),
    });

    const first = await slack.deliver({ body: 'command=%2Faudit&text=x' });
    const again = await slack.redeliver(first);

    expect(runs).toBe(1);
    expect(again.ackBody).toMatchObject({ text: expect.stringContaining('nothing was run again') });
  });
});
