/** Every scope the bot may ask for: the manifest, the README and the doctor are held against this one table. */

export interface Scope {
  readonly scope: string;
  readonly need: 'required' | 'optional';
  /** What it is for, as the rest of "needed for …"; for an optional one, what does not work without it. */
  readonly purpose: string;
}

/** In the order of the manifest. Never a history scope: the bot cannot read messages. */
export const SCOPES: readonly Scope[] = [
  { scope: 'commands', need: 'required', purpose: 'the slash command' },
  { scope: 'chat:write', need: 'required', purpose: 'answers' },
  { scope: 'im:write', need: 'required', purpose: 'direct messages' },
  { scope: 'users:read', need: 'required', purpose: 'who is admin, guest or deactivated, and each person’s time zone' },
  { scope: 'files:write', need: 'required', purpose: 'exports' },
  { scope: 'usergroups:read', need: 'optional', purpose: 'user groups (S…) in AUDIT_ACCESS and AUDIT_ADMINS' },
  { scope: 'users:read.email', need: 'optional', purpose: '“me” and mentions as a person’s sign-in name' },
  { scope: 'channels:read', need: 'optional', purpose: '#channels by name, and whether a public channel has guests before sharing' },
  { scope: 'groups:read', need: 'optional', purpose: 'the same for private channels' },
  { scope: 'chat:write.public', need: 'optional', purpose: 'posts in public channels without an invitation' },
];
