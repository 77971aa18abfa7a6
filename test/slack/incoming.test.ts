import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readIncoming, replayKey } from '../../src/slack/incoming.ts';

const HTTP = { transport: 'http', signedAt: '1', signature: 'v0=abc' } as const;
const SOCKET = { transport: 'socket', envelopeId: 'e-1' } as const;

describe('slack/incoming', () => {
  it.each([
    [{ command: '/audit', user_id: 'U1', response_url: 'https://x', trigger_id: 't' }, { kind: 'command', command: '/audit', userId: 'U1', responseUrl: 'https://x', triggerId: 't' }],
    [{ type: 'block_actions', actions: [], user: { id: 'U1' } }, { kind: 'click', userId: 'U1' }],
    [{ type: 'shortcut', user: { id: 'U1' } }, { kind: 'click', userId: 'U1' }],
    [{ type: 'message_action' }, { kind: 'click' }],
    [{ type: 'block_suggestion' }, { kind: 'options' }],
    [{ type: 'view_submission', view: { blocks: [{ type: 'section' }, { type: 'input', block_id: 'b' }] } }, { kind: 'submission', firstField: 'b' }],
    [{ type: 'view_submission', response_urls: [{ response_url: 'https://x' }] }, { kind: 'submission', responseUrl: 'https://x' }],
    [{ type: 'view_closed' }, { kind: 'closed' }],
    [{ type: 'event_callback', event: { type: 'app_home_opened' } }, { kind: 'event' }],
    [{ command: 7, user: 'U1', view: null }, { kind: 'unknown' }],
    [null, { kind: 'unknown' }],
  ])('reads %j', (body, incoming) => {
    expect(readIncoming(body)).toEqual(incoming);
  });

  it('reads anything without failing', () => {
    fc.assert(fc.property(fc.anything(), (body) => {
      expect(readIncoming(body).kind).toEqual(expect.any(String));
    }));
  });

  it('names a request by its trigger, then by what the transport knows, and never in clear', () => {
    const withTrigger = { kind: 'command', triggerId: '1.2.abc' } as const;
    const without = { kind: 'command' } as const;

    const keys = [replayKey(withTrigger, HTTP), replayKey(withTrigger, SOCKET), replayKey(without, HTTP), replayKey(without, SOCKET)];

    expect(keys[0]).toBe(keys[1]);
    expect(new Set(keys).size).toBe(3);
    expect(keys.join()).not.toMatch(/1\.2\.abc|v0=|e-1/);
    expect(replayKey(without, { transport: 'socket', envelopeId: undefined })).toBeUndefined();
  });
});
