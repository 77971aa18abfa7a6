/** Slack's date tokens in a reader's zone. Page: docs.slack.dev/messaging/formatting-message-text#date-formatting */

export interface Reader {
  /** IANA zone of the person who reads. */
  readonly zone: string;
  /** Milliseconds; decides what "today" is. */
  readonly now: number;
  /** The name to show for `U…`, `C…`, `S…`; the id itself where it is left out. */
  readonly nameOf?: (id: string) => string | undefined;
}

const DAY_MS = 86_400_000;

const part = (at: number, zone: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone }).format(at);

const dayNumber = (at: number, zone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);

const ordinal = (day: number): string => {
  const suffixes: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' };
  return `${day}${suffixes[new Intl.PluralRules('en', { type: 'ordinal' }).select(day)] ?? 'th'}`;
};

const ago = (at: number, now: number): string => {
  const minutes = Math.round((at - now) / 60_000);
  const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
  if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) < 48 ? relative.format(hours, 'hour') : relative.format(Math.round(hours / 24), 'day');
};

const prettyDay = (at: number, { zone, now }: Reader): string | undefined => {
  const day = dayNumber(at, zone);
  if (day === dayNumber(now, zone)) return 'today';
  if (day === dayNumber(now - DAY_MS, zone)) return 'yesterday';
  return day === dayNumber(now + DAY_MS, zone) ? 'tomorrow' : undefined;
};

const token = (name: string, at: number, reader: Reader): string | undefined => {
  const { zone } = reader;
  const full = (): string => `${part(at, zone, { month: 'long' })} ${ordinal(Number(part(at, zone, { day: 'numeric' })))}, ${part(at, zone, { year: 'numeric' })}`;
  const clock = (seconds: boolean): string => new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, hour: '2-digit', minute: '2-digit', ...(seconds ? { second: '2-digit' } : {}),
  }).format(at);
  switch (name) {
    case 'date_num': return dayNumber(at, zone);
    case 'date': return full();
    case 'date_short': return part(at, zone, { month: 'short', day: 'numeric', year: 'numeric' });
    case 'date_long': return `${part(at, zone, { weekday: 'long' })}, ${full()}`;
    case 'date_pretty':
    case 'date_short_pretty':
    case 'date_long_pretty': return prettyDay(at, reader) ?? token(name.replace('_pretty', ''), at, reader);
    case 'time': return clock(false);
    case 'time_secs': return clock(true);
    case 'ago': return ago(at, reader.now);
    default: return undefined;
  }
};

/** Fills `{date_short_pretty} {time}` and so on for an instant in seconds; an unknown token gives `undefined`. Clocks show 24 hours. */
export const formatDate = (seconds: number, format: string, reader: Reader): string | undefined => {
  let isKnown = true;
  const text = format.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = token(name, seconds * 1000, reader);
    if (value === undefined) isKnown = false;
    return value ?? '';
  });
  return isKnown && Number.isFinite(seconds) ? text : undefined;
};
