import { describe, expect, it } from 'vitest';
import { createSdkLog } from '../../src/slack/sdk-log.ts';
import { notebook } from './running-app.ts';

describe('slack/sdk-log', () => {
  it('passes warnings and errors on, and nothing below', () => {
    const log = notebook();
    const sdk = createSdkLog(log);

    sdk.debug('http request body: {"text":"customer"}');
    sdk.info('Unhandled HTTP request (GET) made to /');
    sdk.warn('A pong was not received', 'in time');
    sdk.error(new TypeError('customer Relecloud'));

    expect(log.lines).toEqual([
      { level: 'warn', facts: { said: 'A pong was not received in time' }, text: 'slack sdk' },
      { level: 'error', facts: { said: 'TypeError' }, text: 'slack sdk' },
    ]);
  });

  it.each([
    ['Malformed request body: Unexpected token, "{"a": "b" ... is not valid JSON', 'Malformed request body: Unexpected token, <value> ... is not valid JSON'],
    ['token xoxb-1-2-abc and xapp-1-A-2', 'token <token> and <token>'],
    ['connect to wss://wss-primary.slack.com/link/?ticket=abc&app_id=1 failed', 'connect to <address> failed'],
    ['Sending {"text":"x",\n"blocks":[]} now', 'Sending <value> now'],
  ])('takes values out of %j', (line, said) => {
    const log = notebook();

    createSdkLog(log).error(line);

    expect(log.lines[0]?.facts).toEqual({ said });
  });

  it('cuts long lines', () => {
    const log = notebook();

    createSdkLog(log).warn('x'.repeat(5_000));

    expect(String(log.lines[0]?.facts['said'])).toHaveLength(200);
  });
});
