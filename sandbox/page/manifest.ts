/** What Slack knows of the app from its manifest: commands, shortcuts, the home tab, the scopes. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { isList, isObject } from '../slack/block-kit/rules.ts';
import type { JsonObject } from '../slack/block-kit/rules.ts';
import type { ShownCommand, ShownShortcut } from './wire.ts';

export interface Manifest {
  readonly appName: string;
  readonly commands: readonly (ShownCommand & { readonly shouldEscape: boolean })[];
  /** Global ones. */
  readonly shortcuts: readonly ShownShortcut[];
  readonly hasHome: boolean;
  readonly scopes: readonly string[];
}

const word = (value: unknown): string => (typeof value === 'string' ? value : '');
const inside = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((found, key) => (isObject(found) ? found[key] : undefined), value);
const objects = (value: unknown): readonly JsonObject[] => (isList(value) ? value.filter(isObject) : []);

/** Reads the text of a manifest; what is missing in it is empty. */
export function readManifest(text: string): Manifest {
  const manifest: unknown = parse(text);
  const scopes = inside(manifest, 'oauth_config', 'scopes', 'bot');
  return {
    appName: word(inside(manifest, 'display_information', 'name')) || 'App',
    commands: objects(inside(manifest, 'features', 'slash_commands')).map((one) => ({
      command: word(one['command']), description: word(one['description']), usageHint: word(one['usage_hint']), shouldEscape: one['should_escape'] === true,
    })),
    shortcuts: objects(inside(manifest, 'features', 'shortcuts')).filter((one) => one['type'] === 'global').map((one) => ({
      name: word(one['name']), callbackId: word(one['callback_id']), description: word(one['description']),
    })),
    hasHome: inside(manifest, 'features', 'app_home', 'home_tab_enabled') === true,
    scopes: isList(scopes) ? scopes.map(word) : [],
  };
}

/** The manifest of this project. */
export const ownManifest = (): Manifest => readManifest(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'));
