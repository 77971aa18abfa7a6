import { describe, expect, it } from 'vitest';
import { ownManifest, readManifest } from '../../../sandbox/page/manifest.ts';
import { MANIFEST } from './form-bot.ts';

describe('sandbox/page/manifest', () => {
  it('reads commands, global shortcuts, the home tab and the scopes', () => {
    expect(readManifest(MANIFEST)).toEqual({
      appName: 'Form bot', hasHome: true, scopes: ['commands', 'chat:write', 'im:write', 'users:read', 'files:write'],
      commands: [{ command: '/audit', description: 'Search', usageHint: 'customer Relecloud', shouldEscape: true }],
      shortcuts: [{ name: 'Search audit records', callbackId: 'audit_search', description: 'Opens the form' }],
    });
  });

  it('takes what is missing for empty', () => {
    expect(readManifest('display_information: {}')).toEqual({ appName: 'App', hasHome: false, scopes: [], commands: [], shortcuts: [] });
  });

  it('finds the command of this project, with a hint', () => {
    expect(ownManifest().commands).toEqual([expect.objectContaining({ command: '/audit', usageHint: expect.stringContaining('customer') as string })]);
  });
});
