/** The form of a rule as data: its texts stand as they are typed, and what they say is read by the one parser. */
import { FIRST_SEEN, type FirstSeen } from '../audit/alert-events.ts';
import type { Request, Where } from './command.ts';
import { printClock } from './clock-words.ts';
import { optionWords } from './print-request.ts';
import { conditionClauses } from './print.ts';
import { weekdayName } from './point-words.ts';
import { printSchedule } from './schedule-words.ts';
import { decode, encode } from './tokens.ts';

interface FormFields {
  /** As they would be typed, `tz` included; empty for everything. */
  readonly filters: string;
  /** The id of the channel in which it speaks; without one it speaks to the person. */
  readonly channel?: string;
  /** Empty where nobody has named it. */
  readonly name: string;
}

export interface DigestForm extends FormFields {
  readonly kind: 'digest';
  /** A schedule without its time, as a command says it: `weekly on friday`. */
  readonly often: string;
  /** A time of day as it is typed; empty for the usual one. */
  readonly at: string;
  readonly skipEmpty: boolean;
}

export interface AlertForm extends FormFields {
  readonly kind: 'alert';
  /** `high` and `pack` bring a condition of their own; the filters narrow it. */
  readonly about: 'filters' | 'high' | 'pack';
  /** `5 by user in 10m`. */
  readonly moreThan: string;
  readonly firstSeen: readonly FirstSeen[];
  /** Hours of a day, `07:00-20:00`. */
  readonly outside: string;
  readonly quiet: string;
  readonly quietAll: boolean;
  /** A person or a user group as Slack writes one. */
  readonly mention?: string;
}

/** Keeps operations out of the alerts of its place. It can only be changed: the form of a new one is another. */
export interface MuteForm extends Omit<FormFields, 'channel'> {
  readonly kind: 'mute';
  readonly because: string;
  /** From when it was made on, `7d`. */
  readonly lasts: string;
  readonly includingHigh: boolean;
}

/** Reminders of orders that can be cancelled: only where and under what name is to be chosen. */
export interface ReminderForm extends Omit<FormFields, 'filters'> {
  readonly kind: 'reminder';
}

/** What can be set up in a form. */
export type NewRuleForm = DigestForm | AlertForm;

export type RuleForm = NewRuleForm | MuteForm | ReminderForm;

/** Schedules that the form offers; any other stands among them where the rule has it already. */
export const SCHEDULES: readonly (readonly [label: string, schedule: string])[] = [
  ['Every hour', 'hourly'], ['Every day', 'daily'], ['Monday to Friday', 'weekdays'],
  ...[1, 2, 3, 4, 5, 6, 7].map((weekday) => [`Every ${capital(weekdayName(weekday))}`, `weekly on ${weekdayName(weekday)}`] as const),
  ['On the first of a month', 'monthly'],
];

type DigestRequest = Extract<Request, { readonly verb: 'digest' }>;
type OptionsRequest = Extract<Request, { readonly verb: 'alert' | 'watch' | 'commitments' | 'mute' }>;
type AlertRequest = OptionsRequest & { readonly verb: 'alert' };

export type MuteRequest = OptionsRequest & { readonly verb: 'mute' };

/** What a form can be made of. */
export type FormRequest = DigestRequest | AlertRequest;

/** Whether a request is one that has a form. */
export function hasForm(request: Request | undefined): request is FormRequest {
  return request?.verb === 'digest' || request?.verb === 'alert';
}

/** Fills the form in from a request. A channel that was only named has to be chosen: what the form holds is an id. */
export function formOfRequest(request: FormRequest): NewRuleForm {
  const { condition: { filter, zone }, options } = request;
  const fields = { ...(options.where?.kind === 'channel' && { channel: options.where.id }), name: options.name ?? '' };
  const words = (some: typeof filter): string => conditionClauses({ filter: some, ...(zone !== undefined && { zone }) }).join(' ');
  if (request.verb === 'digest') {
    const { atMs, ...schedule } = request.schedule;
    // `weekly` alone means Mondays.
    const often = printSchedule(schedule.frequency === 'weekly' && schedule.every === undefined ? { weekday: 1, ...schedule } : schedule);
    return { kind: 'digest', ...fields, filters: words(filter), often, at: atMs === undefined ? '' : printClock(atMs), skipEmpty: options.skipEmpty === true };
  }
  const { risks, ...others } = filter;
  const isHigh = options.pack !== true && risks?.length === 1 && risks[0] === 'high';
  const { moreThan, firstSeen = [], outside, quiet, mention } = options;
  return {
    kind: 'alert', ...fields, about: options.pack ? 'pack' : isHigh ? 'high' : 'filters', filters: words(isHigh ? others : filter),
    moreThan: moreThan ? optionWords({ moreThan }).replace(/^more than /, '') : '',
    firstSeen: FIRST_SEEN.filter((what) => firstSeen.includes(what)),
    outside: outside ? optionWords({ outside }).replace(/^outside /, '') : '',
    quiet: quiet ? optionWords({ quiet: { fromMs: quiet.fromMs, toMs: quiet.toMs } }).replace(/^quiet /, '') : '',
    quietAll: quiet?.all === true,
    ...(mention !== undefined && { mention }),
  };
}

/** Fills the form of a mute in. */
export function formOfMute({ condition: { filter, zone }, options: { forMs, because = '', includingHigh } }: MuteRequest, name: string): MuteForm {
  return {
    kind: 'mute', name, filters: conditionClauses({ filter, ...(zone !== undefined && { zone }) }).join(' '), because,
    lasts: forMs === undefined ? '' : optionWords({ forMs }).replace(/^for /, ''), includingHigh: includingHigh === true,
  };
}

/** Where a form says that its rule speaks: never where the form happened to be opened. */
export function whereOfForm({ channel }: Pick<FormFields, 'channel'>): Where {
  return channel === undefined ? { kind: 'me' } : { kind: 'channel', id: channel };
}

/** A text of several lines, typed into a field, as the same text in a command would be read. */
export function lineTyped(text: string): string {
  return decode(encode(text.replace(/\s*[\r\n]+\s*/g, ' ')));
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
