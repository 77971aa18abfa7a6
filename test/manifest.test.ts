import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SHORTCUT_ID } from '../src/slack/listeners/shortcut.ts';
import { SCOPES } from '../src/slack/scopes.ts';
import { MANIFEST_SCHEMA } from './support/manifest-schema.ts';

interface Manifest {
  readonly display_information: Readonly<Record<string, string>>;
  readonly features: {
    readonly slash_commands: readonly [Readonly<Record<string, unknown>>];
    readonly shortcuts: readonly [Readonly<Record<string, unknown>>];
    readonly app_home: object;
  };
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[]; readonly bot_optional: readonly string[] } };
  readonly settings: Readonly<Record<string, unknown>>;
}

const TEXT = readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8');

function readManifest(text = TEXT): Manifest {
  return parse(text) as Manifest;
}

/** What the schema says against a manifest: one line for each place. */
function faultsOf(manifest: unknown): readonly string[] {
  const ajv = new Ajv({ allErrors: true });
  ajv.validate(MANIFEST_SCHEMA, manifest);
  return (ajv.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

describe('manifest.yml', () => {
  it('is a manifest that Slack accepts', () => {
    const faults = faultsOf(readManifest());

    expect(faults).toEqual([]);
  });

  it('is still one after the change its first lines describe for Socket Mode', () => {
    const lines = TEXT.split('\n').filter((line) => !line.includes('# HTTP mode only'));
    const socketMode = lines.join('\n').replace('socket_mode_enabled: false', 'socket_mode_enabled: true');

    const manifest = readManifest(socketMode);

    expect(TEXT.split('\n')).toHaveLength(lines.length + 4);
    expect(faultsOf(manifest)).toEqual([]);
    expect(manifest.settings['socket_mode_enabled']).toBe(true);
    expect(JSON.stringify(manifest)).not.toContain('audit-bot.example.com');
  });

  it('asks for the scopes of the table and no other; the optional ones stand in both lists', () => {
    const { bot, bot_optional } = readManifest().oauth_config.scopes;

    expect(bot).toEqual(SCOPES.map(({ scope }) => scope));
    expect(bot_optional).toEqual(SCOPES.filter(({ need }) => need === 'optional').map(({ scope }) => scope));
  });

  it('offers one command, with ids for people and channels, and one address for everything Slack sends', () => {
    const { features, settings } = readManifest();
    const address = 'https://audit-bot.example.com/slack/events';

    expect(features.slash_commands).toHaveLength(1);
    expect(features.slash_commands[0]).toMatchObject({ command: '/audit', url: address, should_escape: true });
    expect(settings['interactivity']).toEqual({ is_enabled: true, request_url: address, message_menu_options_url: address });
    expect(settings['event_subscriptions']).toEqual({ request_url: address, bot_events: ['app_home_opened'] });
  });

  it('has one global shortcut, by the name the bot listens to', () => {
    const { shortcuts } = readManifest().features;

    expect(shortcuts).toHaveLength(1);
    expect(shortcuts[0]).toMatchObject({ type: 'global', callback_id: SHORTCUT_ID });
  });

  it('switches on only what is built', () => {
    const { features, settings } = readManifest();

    expect(features.app_home).toEqual({ home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true });
    expect(settings).toMatchObject({ org_deploy_enabled: false, socket_mode_enabled: false, token_rotation_enabled: false });
  });

  it.each<readonly [string, (text: string) => string, string]>([
    ['a command without its slash', (text) => text.replace('command: /audit', 'command: audit'), '/features/slash_commands/0/command must match pattern'],
    ['a hint too long to be seen', (text) => text.replace('usage_hint: "', `usage_hint: "${'x'.repeat(60)}`), '/features/slash_commands/0/usage_hint must NOT have more than 60 characters'],
    ['a long description that is too short', (text) => text.replace(/long_description: >-[^]*?\n {2}b/, 'long_description: short\n  b'), '/display_information/long_description must NOT have fewer than 175 characters'],
    ['a name that is too long', (text) => text.replace('name: Partner', `name: ${'x'.repeat(35)}`), '/display_information/name must NOT have more than 35 characters'],
    ['a bot name with a capital', (text) => text.replace('display_name: p', 'display_name: P'), '/features/bot_user/display_name must match pattern'],
    ['an address without TLS', (text) => text.replace('request_url: https', 'request_url: http'), '/settings/event_subscriptions/request_url must match pattern'],
    ['a shortcut whose name is too long', (text) => text.replace('name: Search the', 'name: Search all of the'), '/features/shortcuts/0/name must NOT have more than 24 characters'],
    ['a key that is not built', (text) => `${text}  incoming_webhooks: {}\n`, '/settings must NOT have additional properties'],
    ['a scope twice', (text) => text.replace('- commands', '- commands\n      - commands'), '/oauth_config/scopes/bot must NOT have duplicate items'],
  ])('would be refused with %s', (_case, change, fault) => {
    const faults = faultsOf(readManifest(change(TEXT)));

    expect(faults).toEqual([expect.stringContaining(fault)]);
  });
});
