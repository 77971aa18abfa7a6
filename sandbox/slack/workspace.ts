/** The invented workspace: its people, its channels and what Slack tells an app about them. */

export const TEAM = { id: 'T0PARTNER', name: 'Partner Example', domain: 'partner-example' } as const;
export const OTHER_TEAM_ID = 'T0OUTSIDE';
export const APP = { id: 'A0AUDIT01', botId: 'B0AUDIT01', userId: 'U0AUDITBOT', name: 'audit' } as const;
export const SLACKBOT_ID = 'USLACKBOT';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  /** IANA zone; `undefined` where Slack gives none. */
  readonly timezone?: string;
  readonly email?: string;
  readonly teamId?: string;
  readonly enterpriseId?: string;
  readonly isAdmin?: boolean;
  readonly isOwner?: boolean;
  /** A guest; a single-channel guest is also `isSingleChannelGuest`. */
  readonly isGuest?: boolean;
  readonly isSingleChannelGuest?: boolean;
  readonly isBot?: boolean;
  readonly isDeactivated?: boolean;
  readonly isStranger?: boolean;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
  /** People's ids; the bot's own user id makes it a member. */
  readonly members: readonly string[];
  readonly isArchived?: boolean;
  /** Shared with another organisation through Slack Connect. */
  readonly isShared?: boolean;
}

export const PEOPLE = {
  admin: { id: 'U0ADMIN01', name: 'dana', realName: 'Dana Admin', email: 'dana@partner.example', timezone: 'Europe/London', isAdmin: true },
  owner: { id: 'U0OWNER01', name: 'olga', realName: 'Olga Owner', email: 'olga@partner.example', timezone: 'Europe/London', isAdmin: true, isOwner: true },
  member: { id: 'U0MEMBER1', name: 'max', realName: 'Max Member', email: 'max@partner.example', timezone: 'America/Los_Angeles' },
  berlin: { id: 'U0BERLIN1', name: 'bea', realName: 'Bea Berlin', email: 'bea@partner.example', timezone: 'Europe/Berlin' },
  zoneless: { id: 'U0ZONELES', name: 'zoe', realName: 'Zoe Zoneless', email: 'zoe@partner.example' },
  guest: { id: 'U0GUEST01', name: 'gus', realName: 'Gus Guest', email: 'gus@guest.example', timezone: 'Europe/London', isGuest: true },
  singleChannelGuest: {
    id: 'U0SINGLE1', name: 'sam', realName: 'Sam Single', email: 'sam@guest.example', timezone: 'Europe/London',
    isGuest: true, isSingleChannelGuest: true,
  },
  deactivated: { id: 'U0GONE001', name: 'greg', realName: 'Greg Gone', isDeactivated: true },
  bot: { id: 'U0ROBOT01', name: 'robot', realName: 'Another Robot', isBot: true },
  stranger: {
    id: 'U0STRANGE', name: 'stan', realName: 'Stan Stranger', timezone: 'America/New_York',
    teamId: OTHER_TEAM_ID, isStranger: true,
  },
} as const satisfies Readonly<Record<string, Person>>;

const everybody = [PEOPLE.admin.id, PEOPLE.owner.id, PEOPLE.member.id, PEOPLE.berlin.id, PEOPLE.zoneless.id] as const;

export const CHANNELS = {
  ops: { id: 'C0CSPOPS1', name: 'csp-ops', isPrivate: false, members: [...everybody, PEOPLE.guest.id, APP.userId] },
  secops: { id: 'C0SECOPS1', name: 'secops', isPrivate: false, members: [...everybody, APP.userId] },
  random: { id: 'C0RANDOM1', name: 'random', isPrivate: false, members: [...everybody, PEOPLE.singleChannelGuest.id] },
  private: { id: 'C0PRIVAT1', name: 'csp-leads', isPrivate: true, members: [PEOPLE.admin.id, PEOPLE.member.id, APP.userId] },
  privateElsewhere: { id: 'C0PRIVAT2', name: 'board', isPrivate: true, members: [PEOPLE.admin.id, PEOPLE.owner.id] },
  archived: { id: 'C0ARCHIVE', name: 'old-project', isPrivate: false, members: [PEOPLE.admin.id, APP.userId], isArchived: true },
  shared: {
    id: 'C0SHARED1', name: 'with-customer', isPrivate: false, isShared: true,
    members: [PEOPLE.admin.id, PEOPLE.member.id, PEOPLE.stranger.id, APP.userId],
  },
} as const satisfies Readonly<Record<string, Channel>>;

/** What a channel looks like to the app that asks; page: docs.slack.dev/reference/objects/conversation-object */
export const channelObject = (channel: Channel, teamId: string): Readonly<Record<string, unknown>> => ({
  id: channel.id,
  name: channel.name,
  name_normalized: channel.name,
  is_channel: !channel.isPrivate,
  is_group: channel.isPrivate,
  is_im: false,
  is_mpim: false,
  is_private: channel.isPrivate,
  is_archived: channel.isArchived === true,
  is_member: channel.members.includes(APP.userId),
  is_shared: channel.isShared === true,
  is_ext_shared: channel.isShared === true,
  is_org_shared: false,
  is_general: false,
  num_members: channel.members.length,
  context_team_id: teamId,
});

const zoneOf = (timezone: string, now: number): Readonly<Record<string, unknown>> => {
  const part = (style: 'longOffset' | 'long'): string =>
    new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: style }).formatToParts(now)
      .find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(part('longOffset')) ?? [];
  const seconds = Number(hours) * 3600 + Number(minutes) * 60;
  return { tz: timezone, tz_label: part('long'), tz_offset: sign === '-' ? -seconds : seconds };
};

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  /** Set on Enterprise Grid. */
  readonly enterpriseId?: string;
}

/** What users.info says; page: docs.slack.dev/reference/objects/user-object. Deactivated people carry few flags. */
export const userObject = (person: Person, see: { readonly email: boolean; readonly now: number; readonly teamId: string }): Readonly<Record<string, unknown>> => {
  const team = person.teamId ?? see.teamId;
  const base = {
    id: person.id,
    team_id: team,
    name: person.name,
    deleted: person.isDeactivated === true,
    is_bot: person.isBot === true,
    is_app_user: false,
    profile: {
      real_name: person.realName, display_name: person.name, team,
      ...(see.email && person.email !== undefined && person.isStranger !== true ? { email: person.email } : {}),
    },
    ...(person.isStranger === true ? { is_stranger: true } : {}),
    ...(person.enterpriseId === undefined ? {} : {
      enterprise_user: { id: person.id, enterprise_id: person.enterpriseId, teams: [team], is_admin: false, is_owner: false },
    }),
  };
  if (person.isDeactivated === true) return base;
  return {
    ...base,
    real_name: person.realName,
    ...(person.timezone === undefined ? {} : zoneOf(person.timezone, see.now)),
    is_admin: person.isAdmin === true,
    is_owner: person.isOwner === true,
    is_primary_owner: false,
    is_restricted: person.isGuest === true,
    is_ultra_restricted: person.isSingleChannelGuest === true,
  };
};
