/** The canonical line of what is asked for besides a search. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../audit/dates.ts';
import type { Condition, Request, RuleOptions, Where } from './command.ts';
import { printClock } from './clock-words.ts';
import { clausesOf, conditionClauses, quoted, printName } from './print.ts';
import { printTime } from './print-time.ts';
import { printSchedule } from './schedule-words.ts';
import { encode } from './tokens.ts';

/** Prints a request so that it parses back to the same one. */
export function printRequest(request: Request): string {
  return encode(wordsOf(request).filter((part) => part !== '').join(' '));
}

/** The line that keeps a search, given as its canonical line, under a name. */
export function printSaved(name: string, command: string): string {
  return `${encode(`save as ${quoted(name)}`)} ${command}`;
}

function wordsOf(request: Request): readonly string[] {
  switch (request.verb) {
    case 'record': return ['record', printName(request.id)];
    case 'again': case 'history': return [request.verb, request.time ? printTime(request.time) : ''];
    case 'explain-again': return ['explain again', request.time ? printTime(request.time) : ''];
    case 'explain': case 'compare': case 'investigate': case 'report': case 'log': return [request.verb, ...clausesOf(request.search)];
    case 'export': return ['export', request.format ?? '', ...clausesOf(request.search)];
    case 'save': return ['save as', quoted(request.name), ...clausesOf(request.search)];
    case 'run': return ['run', quoted(request.name), ...request.instead ? clausesOf(request.instead.search) : []];
    case 'unsave': case 'pause': case 'resume': case 'remove': case 'unmute': case 'test': return [request.verb, quoted(request.name)];
    case 'share': return ['share', request.where ? printPlace(request.where) : ''];
    case 'rules': case 'alerts': return [request.verb, request.word ?? ''];
    case 'settings': case 'cancel': case 'operations': return [request.verb, request.word === undefined ? '' : printName(request.word)];
    case 'feedback': return ['feedback', quoted(request.text)];
    case 'digest-now': return ['digest now', request.name === undefined ? '' : quoted(request.name)];
    case 'digest': return ['digest', printSchedule(request.schedule), ...rule(request.condition, request.options)];
    // `pack` is one only where it stands first: behind a filter it would be a value of it.
    case 'alert': return [request.options.pack ? 'alert pack' : 'alert on', ...rule(request.condition, request.options)];
    case 'watch': case 'commitments': case 'mute': return [request.verb, ...rule(request.condition, request.options)];
    default: return [request.verb];
  }
}

function rule(condition: Condition, options: RuleOptions): readonly string[] {
  return [...conditionClauses(condition), ...printOptions(options)];
}

/** Some options as they stand in a canonical line. */
export function optionWords(options: RuleOptions): string {
  return printOptions(options).filter((part) => part !== '').join(' ');
}

function printOptions(options: RuleOptions): readonly string[] {
  const { where, name, forMs, withinMs, everyMs, because, quiet, outside, mention, moreThan, firstSeen } = options;
  return [
    firstSeen ? `first-seen ${firstSeen.join(', ')}` : '',
    moreThan ? `more than ${moreThan.count}${moreThan.by ? ` by ${moreThan.by}` : ''} in ${duration(moreThan.inMs)}` : '',
    outside ? `outside ${printClock(outside.fromMs)}-${printClock(outside.toMs)}` : '',
    withinMs === undefined ? '' : `within ${duration(withinMs)}`,
    forMs === undefined ? '' : `for ${duration(forMs)}`,
    because === undefined ? '' : `because ${quoted(because)}`,
    options.includingHigh ? 'including high' : '',
    where ? `${where.kind === 'me' ? 'to' : 'in'} ${printPlace(where)}` : '',
    quiet ? `quiet ${printClock(quiet.fromMs)}-${printClock(quiet.toMs)}${quiet.all ? ' all' : ''}` : '',
    mention === undefined ? '' : `mention ${mention}`,
    everyMs === undefined ? '' : `every ${duration(everyMs)}`,
    options.skipEmpty ? 'skip empty' : '',
    name === undefined ? '' : `name ${quoted(name)}`,
  ];
}

/** In the largest unit of which it is a whole number. */
function duration(ms: number): string {
  if (ms % DAY_MS === 0) return `${ms / DAY_MS}d`;
  return ms % HOUR_MS === 0 ? `${ms / HOUR_MS}h` : `${ms / MINUTE_MS}m`;
}

function printPlace(where: Where): string {
  switch (where.kind) {
    case 'me': return 'me';
    case 'channel': return `<#${where.id}>`;
    case 'channel-name': return `#${where.name}`;
  }
}
