/** The rules that are played through the year: every kind, in zones that turn their clocks at different times. */
import { DAY_MS, HOUR_MS, MINUTE_MS, utcDayOf } from '../../../src/audit/dates.ts';
import { EVERYTHING } from '../../../src/audit/filter.ts';
import type { AlertRule, DigestRule, ReminderRule, Rule } from '../../../src/features/rule.ts';
import type { RulePlace } from '../../../src/features/rule.ts';
import { APP, PEOPLE, type Channel } from '../../../sandbox/slack/workspace.ts';

const ADMIN = PEOPLE.admin.id;
const FAILED = { ...EVERYTHING, statuses: ['failed'] };

const channelOf = (name: string): string => `C0${name.toUpperCase()}`;
const idOf = (number: number): string => `00000000-0000-4000-8000-0000000000${String(number).padStart(2, '0')}`;

export interface YearRules {
  readonly digests: readonly DigestRule[];
  readonly pack: AlertRule;
  readonly high: AlertRule;
  readonly threshold: AlertRule;
  readonly reminder: ReminderRule;
  readonly all: readonly Rule[];
  readonly channels: readonly Channel[];
}

export function rulesOfTheYear({ beginMs, endMs }: { readonly beginMs: number; readonly endMs: number }): YearRules {
  const madeAt = new Date(beginMs).toISOString();
  const facts = (number: number, name: string, zone: string, place: RulePlace = { kind: 'channel', id: channelOf(name) }) =>
    ({ id: idOf(number), name, place, makerId: ADMIN, zone, madeAt, command: 'digest daily', filter: EVERYTHING });
  const digest = (base: ReturnType<typeof facts>, schedule: DigestRule['timetable']['schedule'], more: Partial<DigestRule> = {}): DigestRule =>
    ({ kind: 'digest', ...base, skipEmpty: false, timetable: { schedule, zone: base.zone, since: utcDayOf(new Date(beginMs)) }, ...more });
  const alert = (base: ReturnType<typeof facts>, more: Partial<AlertRule>): AlertRule => ({ kind: 'alert', ...base, isPack: false, ...more });
  const digests = [
    // In hours that clocks skip and repeat.
    digest(facts(1, 'daily', 'Europe/Berlin'), { frequency: 'daily', atMs: 2.5 * HOUR_MS }),
    digest(facts(2, 'weekdays', 'America/New_York'), { frequency: 'weekdays', atMs: 8.5 * HOUR_MS }),
    digest(facts(3, 'weekly', 'Europe/London'), { frequency: 'weekly', weekday: weekdayOf(endMs - DAY_MS), atMs: 9 * HOUR_MS }, { filter: FAILED }),
    digest(facts(4, 'hourly', 'Europe/London'), { frequency: 'hourly', every: 2 }, { skipEmpty: true }),
    digest(facts(5, 'mine', 'Australia/Lord_Howe', { kind: 'person', id: ADMIN }), { frequency: 'daily', atMs: 2.25 * HOUR_MS }),
  ];
  const pack = alert(facts(6, 'pack', 'Europe/Berlin'), { isPack: true, quiet: { fromMs: 22 * HOUR_MS, toMs: 7 * HOUR_MS, all: false } });
  const high = alert({ ...facts(7, 'high', 'Europe/Berlin'), place: pack.place }, { filter: { ...EVERYTHING, risks: ['high'] } });
  const threshold = alert(facts(8, 'threshold', 'America/New_York'), { filter: FAILED, moreThan: { count: 2, by: 'user', inMs: 10 * MINUTE_MS } });
  const reminder: ReminderRule = { kind: 'reminder', ...facts(9, 'reminder', 'Europe/Berlin'), withinMs: 48 * HOUR_MS };
  const all: readonly Rule[] = [...digests, pack, high, threshold, reminder];
  const names = new Set(all.flatMap(({ place }) => (place.kind === 'channel' ? [place.id] : [])));
  return { digests, pack, high, threshold, reminder, all, channels: [...names].map((id) => ({ id, name: id.toLowerCase(), isPrivate: false, members: [ADMIN, APP.userId] })) };
}

/** Counts from 1 for Monday. */
function weekdayOf(atMs: number): number {
  return (new Date(atMs).getUTCDay() + 6) % 7 + 1;
}
