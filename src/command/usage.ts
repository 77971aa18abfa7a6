/** The one table of what may be typed after the slash command: help, parser and README are compared with it. */
import type { FilterKey } from '../audit/filter.ts';

/** A sub-command. Those that are not built yet are understood, and answered politely. */
export interface Verb {
  readonly word: string;
  readonly built: boolean;
  readonly usage: string;
  readonly means: string;
  readonly example: string;
}

/** A filter of a search: its word in canonical lines, the words that mean the same, and one command that works. */
export interface FilterUsage {
  readonly key: FilterKey;
  readonly word: string;
  readonly aliases: readonly string[];
  readonly means: string;
  readonly example: string;
}

/** A way to say when. */
export interface TimeUsage {
  readonly form: string;
  readonly means: string;
  readonly example: string;
}

type Row = readonly [word: string, usage: string, means: string, example: string];

const BUILT: readonly Row[] = [
  ['search', '[search] <filters> [time]', 'search the log; the word itself may be left out', 'search failed last 7d'],
  ['help', 'help [topic]', 'what can be typed', 'help dates'],
  ['record', 'record <id>', 'one record by its id', 'record 7f0c9d'],
  ['again', 'again [time]', 'repeat your last search', 'again last 30d'],
  ['history', 'history [time]', 'what you asked in 30 days: searches, exports and comparisons', 'history yesterday'],
  ['explain', 'explain <search>', 'how a search would be read; nothing is asked', 'explain customer Relecloud last 45d'],
  ['compare', 'compare <search>', 'a span against the equal one before it', 'compare customer Relecloud this week'],
  ['export', 'export [csv|json|ndjson] <search>', 'a result as a file', 'export csv customer Relecloud last 90d'],
  ['save', 'save [as] <name> <search>', 'keep a search under a name', 'save as "risky" risk high last 7d'],
  ['run', 'run <name> [search]', 'run a saved search; what stands behind its name replaces the same part of it', 'run "risky" last 30d'],
  ['saved', 'saved', 'your saved searches, to run or to share to the channel', 'saved'],
  ['unsave', 'unsave <name>', 'forget a saved search', 'unsave "risky"'],
  ['digest', 'digest <schedule> [in <channel>] [filters]', 'what is new, on a schedule; `to me`, `name …` and `skip empty` too, and `digest now` sends it at once', 'digest weekdays at 08:30 in #csp-ops risk medium+'],
  ['alert', 'alert on <condition> [in <channel>]', 'a card when something happens; shows first what it would have said; `quiet 22:00-07:00`, `mention @group` and `name …` too, and `alert pack` is the CSP security pack', 'alert on risk high in #secops'],
  ['alerts', 'alerts [open]', 'the alerts of this channel, or what they said that nobody has taken', 'alerts open'],
  ['test', 'test <name>', 'what an alert would say, from what happened last', 'test "alert-1"'],
  ['mute', 'mute <filters> for <span> because "<reason>"', 'keep known noise out of the alerts here for 1 hour to 30 days; high risk only with `including high`', 'mute user svc@partner.example for 7d because "licence sync job"'],
  ['unmute', 'unmute <name>', 'end a mute', 'unmute "mute-1"'],
  ['commitments', 'commitments [closing] [within <span>] [filters]', 'orders that can still be cancelled, as computed', 'commitments closing within 48h'],
  ['rules', 'rules [muted|here]', 'what speaks in this channel and to you, and how it has done', 'rules here'],
  ['pause', 'pause <name>', 'stop a rule for a while', 'pause "digest-1"'],
  ['resume', 'resume <name>', 'start it again; one message covers the pause', 'resume "digest-1"'],
  ['remove', 'remove <name>', 'delete a rule', 'remove "digest-1"'],
  ['status', 'status', 'how fresh the answers are, and how much of the log is known here', 'status'],
  ['operations', 'operations [word]', 'the operations that are known, or those for a word', 'operations gdap'],
  ['resources', 'resources', 'the resource types that are known', 'resources'],
  ['whoami', 'whoami', 'who you are here, and what lets you in', 'whoami'],
  ['cancel', 'cancel [id]', 'stop what you asked last', 'cancel'],
  ['version', 'version', 'which version answers', 'version'],
];

const COMING: readonly Row[] = [
  ['doctor', 'doctor', 'whether everything is connected', 'doctor'],
  ['log', 'log [filters]', 'who asked what', 'log last 30d'],
  ['investigate', 'investigate <search>', 'a timeline of one person or customer', 'investigate user eve@partner.example last 30d'],
  ['report', 'report <search>', 'a report for a customer', 'report customer Relecloud last month'],
  ['watch', 'watch <filters> for <span>', 'a live feed for a while', 'watch customer Relecloud for 4h'],
  ['share', 'share [channel]', 'post your last answer', 'share #csp-ops'],
  ['settings', 'settings [word]', 'how the bot behaves here', 'settings'],
  ['feedback', 'feedback "<text>"', 'tell its makers something', 'feedback "more colours"'],
  ['demo', 'demo', 'an answer from invented records', 'demo'],
];

export const VERBS: readonly Verb[] = [
  ...BUILT.map(([word, usage, means, example]) => ({ word, built: true, usage, means, example })),
  ...COMING.map(([word, usage, means, example]) => ({ word, built: false, usage, means, example })),
];

export const FILTERS: readonly FilterUsage[] = [
  {
    key: 'customer', word: 'customer', aliases: ['cust', 'client', 'tenant', 'company'],
    means: 'a part of the name, or the customer id', example: 'customer Relecloud last 7d',
  },
  {
    key: 'user', word: 'user', aliases: ['actor'],
    means: 'the sign-in name of who did it; `*@domain` and `local@*` too', example: 'user alice@partner.example last 30d',
  },
  {
    key: 'operation', word: 'op', aliases: ['ops', 'operation', 'action'],
    means: 'what was done; `granular_admin_*` too', example: 'op create_order, update_subscription',
  },
  {
    key: 'resource', word: 'resource', aliases: ['type'],
    means: 'what it was done to', example: 'resource gdap since 2026-11-01',
  },
  {
    key: 'status', word: 'status', aliases: [],
    means: 'succeeded, failed, progress or decline', example: 'status failed yesterday',
  },
  {
    key: 'risk', word: 'risk', aliases: ['severity'],
    means: 'low, medium or high; `medium+` is medium and high', example: 'risk medium+ last 24h',
  },
  {
    key: 'category', word: 'category', aliases: ['cat'],
    means: 'access, billing, configuration, identity or relationship', example: 'category access this month',
  },
  {
    key: 'app', word: 'app', aliases: ['application', 'via'],
    means: 'a part of the id or name of the application it went through', example: 'app FulfillmentService',
  },
  {
    key: 'text', word: 'text', aliases: ['contains', 'about'],
    means: 'any text of a record; in quotes it needs no word before it', example: 'text "Business Premium"',
  },
];

export const TIMES: readonly TimeUsage[] = [
  { form: 'last <number><m|h|d|w|mo>', means: 'up to now, to the minute; `past`, long units and number words too', example: 'last two weeks' },
  { form: '<number><m|h|d|w|mo>', means: 'the same, short', example: '24h' },
  { form: 'last|this <week|month|quarter>', means: 'of the calendar; weeks begin on Monday; `past week` is the last 7 days', example: 'last month' },
  { form: 'today, yesterday, weekend', means: 'those whole days', example: 'yesterday' },
  { form: '[on] <date>', means: 'that whole day, week or month: 3 nov, 2026-11-03, monday, 3 days ago, 2026-W45, november', example: 'on 2026-11-03' },
  { form: 'since|after <date or time>', means: 'from its start, or from its end, to now', example: 'since monday' },
  { form: 'before|until <date or time>', means: 'as far back as the log reaches, to its start or its end', example: 'until 3 nov' },
  { form: 'from <date or time> to <date or time>', means: 'whole days included; a time of day is where it ends', example: 'from yesterday 22:00 to 06:00' },
  { form: '<date>..<date>', means: 'the same, short', example: '2026-11-01..2026-11-10' },
  { form: 'around <date or time>', means: '30 minutes, or a day, to both sides', example: 'around 2026-11-20 14:05' },
];

/** What an answer looks like. */
export const SHAPES: readonly TimeUsage[] = [
  { form: 'by <dimension>[, <dimension>]', means: 'counts by customer, user, operation, resource, status, app, category, risk, hour, day, week or weekday', example: 'risk high last 30d by day' },
  { form: 'sort <column> [asc|desc]', means: 'the order of the list: date, count or a dimension; `newest first` and `oldest first` too', example: 'failed last 7d sort customer asc' },
  { form: 'limit <number>', means: 'that many at most, up to 1,000; `top 10` too', example: 'last 30d by customer limit 10' },
  { form: 'as <form>', means: 'summary, list, table, chart or timeline; csv, json and ndjson are sent as a file', example: 'customer Relecloud last 30d as table' },
  { form: 'tz <zone>', means: 'days and hours of another zone, by its IANA name; `utc` too', example: 'yesterday tz Europe/London' },
];
