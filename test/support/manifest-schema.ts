/** What Slack accepts as a manifest, as far as ours goes: https://docs.slack.dev/reference/app-manifest */

function text(minLength: number, maxLength: number): object {
  return { type: 'string', minLength, maxLength };
}

function record(required: readonly string[], properties: Readonly<Record<string, object>>): object {
  return { type: 'object', additionalProperties: false, required, properties };
}

const boolean = { type: 'boolean' };
const url = { type: 'string', pattern: '^https://', maxLength: 3000 };
const scopes = { type: 'array', uniqueItems: true, maxItems: 255, items: { type: 'string', pattern: '^[a-z]+(:[a-z]+(\\.[a-z]+)?)?$', maxLength: 50 } };

/** JSON Schema of the keys this app uses. Keys it does not use are refused, so that nothing unbuilt is announced. */
export const MANIFEST_SCHEMA = record(['_metadata', 'display_information', 'features', 'oauth_config', 'settings'], {
  _metadata: record(['major_version'], { major_version: { const: 1 } }),
  display_information: record(['name', 'description', 'long_description'], {
    name: text(1, 35),
    description: text(1, 140),
    long_description: text(175, 4000),
    background_color: { type: 'string', pattern: '^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$' },
  }),
  features: record(['app_home', 'bot_user', 'shortcuts', 'slash_commands'], {
    app_home: record(['home_tab_enabled', 'messages_tab_enabled', 'messages_tab_read_only_enabled'], {
      home_tab_enabled: boolean,
      messages_tab_enabled: boolean,
      messages_tab_read_only_enabled: boolean,
    }),
    bot_user: record(['display_name'], { display_name: { ...text(1, 80), pattern: '^[a-z0-9._-]+$' }, always_online: boolean }),
    shortcuts: {
      type: 'array',
      minItems: 1,
      maxItems: 10,
      items: record(['name', 'type', 'callback_id', 'description'], {
        name: text(1, 24),
        type: { enum: ['global', 'message'] },
        callback_id: text(1, 255),
        description: text(1, 150),
      }),
    },
    slash_commands: {
      type: 'array',
      minItems: 1,
      maxItems: 50,
      items: record(['command', 'description', 'usage_hint', 'should_escape'], {
        command: { ...text(2, 32), pattern: '^/[a-z0-9_-]+$' },
        url,
        description: text(1, 2000),
        // Slack takes 1,000; more than 60 are cut off where people see it.
        usage_hint: text(1, 60),
        should_escape: boolean,
      }),
    },
  }),
  oauth_config: record(['scopes'], { scopes: record(['bot', 'bot_optional'], { bot: scopes, bot_optional: scopes }) }),
  settings: record(['event_subscriptions', 'interactivity', 'org_deploy_enabled', 'socket_mode_enabled', 'token_rotation_enabled'], {
    event_subscriptions: record(['bot_events'], { request_url: url, bot_events: { type: 'array', uniqueItems: true, minItems: 1, maxItems: 100, items: { type: 'string', pattern: '^[a-z_.]+$' } } }),
    interactivity: record(['is_enabled'], { is_enabled: boolean, request_url: url, message_menu_options_url: url }),
    org_deploy_enabled: boolean,
    socket_mode_enabled: boolean,
    token_rotation_enabled: boolean,
  }),
});
