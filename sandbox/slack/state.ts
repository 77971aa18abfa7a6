/** Everything the stand-in remembers, and the checks every payload of the bot passes. */
import { isList, isObject } from './block-kit/rules.ts';
import type { JsonObject, Violation } from './block-kit/rules.ts';
import { validateMessage, validateView } from './block-kit/validate.ts';
import { createFaultPlan } from './faults.ts';
import type { FaultPlan } from './faults.ts';
import { createMessageStore } from './messages.ts';
import type { MessageStore } from './messages.ts';
import { createResponseUrls } from './response-urls.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { TrafficListener } from './traffic.ts';
import { createTriggers } from './triggers.ts';
import type { Triggers } from './triggers.ts';
import { createViewStore } from './views.ts';
import type { ViewStore } from './views.ts';
import { APP, CHANNELS, PEOPLE, TEAM } from './workspace.ts';
import type { Channel, Person, Team } from './workspace.ts';

const DEFAULT_SCOPES = ['commands', 'chat:write', 'im:write', 'users:read', 'files:write'] as const;

export interface SlackOptions {
  readonly signingSecret: string;
  readonly botToken: string;
  readonly appToken?: string;
  /** 0, the default, takes any free port of 127.0.0.1. */
  readonly port?: number;
  /** Milliseconds since 1970; for triggers, response_urls, timestamps and signatures. Time-outs use the real clock. */
  readonly now?: () => number;
  readonly scopes?: readonly string[];
  readonly people?: readonly Person[];
  readonly channels?: readonly Channel[];
  /** Members by user group id `S…`. */
  readonly userGroups?: Readonly<Record<string, readonly string[]>>;
  readonly teamId?: string;
  readonly enterpriseId?: string;
  /** How long Slack waits for an acknowledgement: 3,000 ms; tests may shorten or lengthen it. */
  readonly ackTimeoutMs?: number;
  /** How long a trigger id can be used: 3,000 ms; tests may lengthen it. */
  readonly triggerLifeMs?: number;
}

export interface RequestEntry {
  /** A Web API method, `response_url` or `upload`. */
  readonly method: string;
  readonly at: number;
  readonly status: number | 'reset' | 'hang';
  readonly error?: string;
}

export interface SeenViolation extends Violation {
  /** Which payload: a method, `response_url` or `ack`. */
  readonly where: string;
}

/** What Slack tells a person when the app did not answer as it should. */
export interface Notice {
  readonly user: string;
  readonly error: string;
  readonly at: number;
}

export interface StoredFile {
  readonly id: string;
  readonly filename: string;
  readonly title: string;
  readonly bytes: Buffer | undefined;
  readonly isComplete: boolean;
  readonly channel?: string;
}

export interface SlackState {
  readonly options: SlackOptions;
  readonly now: () => number;
  readonly team: Team;
  readonly scopes: readonly string[];
  readonly people: ReadonlyMap<string, Person>;
  readonly channels: Map<string, Channel>;
  readonly messages: MessageStore;
  readonly views: ViewStore;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly faults: FaultPlan;
  readonly files: Map<string, StoredFile>;
  readonly socketTickets: Set<string>;
  readonly requests: RequestEntry[];
  readonly violations: SeenViolation[];
  readonly notices: Notice[];
  readonly listeners: Set<() => void>;
  readonly watchers: Set<TrafficListener>;
  /** What the bot offered last for a menu that asks it, by `offerKey`. */
  readonly offers: Map<string, readonly JsonObject[]>;
  /** Aborted by `close()`: whatever still waits, stops waiting. */
  readonly closing: AbortController;
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  baseUrl: string;
}

export const createState = (options: SlackOptions): SlackState => {
  const now = options.now ?? Date.now;
  const listeners = new Set<() => void>();
  const onChange = (): void => { for (const listener of listeners) listener(); };
  return {
    options, now, listeners,
    team: {
      ...TEAM, id: options.teamId ?? TEAM.id,
      ...(options.enterpriseId === undefined ? {} : { enterpriseId: options.enterpriseId }),
    },
    scopes: options.scopes ?? DEFAULT_SCOPES,
    people: new Map((options.people ?? Object.values<Person>(PEOPLE)).map((person) => [person.id, person])),
    channels: new Map((options.channels ?? Object.values<Channel>(CHANNELS)).map((channel) => [channel.id, channel])),
    messages: createMessageStore(now, onChange),
    views: createViewStore(now, onChange),
    triggers: createTriggers(now, options.triggerLifeMs),
    responseUrls: createResponseUrls(now),
    faults: createFaultPlan(),
    files: new Map(),
    socketTickets: new Set(),
    requests: [], violations: [], notices: [],
    watchers: new Set(),
    offers: new Map(),
    closing: new AbortController(),
    baseUrl: '',
  };
};

export const personOf = (state: SlackState, id: string): Person => {
  const person = state.people.get(id);
  if (person === undefined) throw new Error(`no person ${id} in this workspace`);
  return person;
};

export const channelOf = (state: SlackState, id: string): Channel => {
  const channel = state.channels.get(id);
  if (channel === undefined) throw new Error(`no channel ${id} in this workspace`);
  return channel;
};

/** The direct message channel between the bot and a person, opened when it is first needed. */
export const directMessage = (state: SlackState, user: string): Channel => {
  const id = `D${user.slice(1)}`;
  const channel = state.channels.get(id) ?? { id, name: 'directmessage', isPrivate: true, members: [user, APP.userId] };
  state.channels.set(id, channel);
  return channel;
};

const usesType = (value: unknown, types: readonly string[]): boolean => (isList(value)
  ? value.some((item) => usesType(item, types))
  : isObject(value) && (types.includes(String(value['type'])) || Object.values(value).some((inner) => usesType(inner, types))));

const asLines = (violations: readonly Violation[], prefix: string): readonly string[] =>
  violations.map(({ message, path }) => `${message} [json-pointer:${prefix}${path}]`);

const refusals = (state: SlackState, where: string, payload: unknown, found: readonly Violation[], prefix: string): readonly string[] => {
  state.violations.push(...found.map((violation) => ({ ...violation, where })));
  const types = state.faults.refusedBlocks();
  const ordered = types.length > 0 && usesType(payload, types) ? ['unsupported type of block [json-pointer:/blocks]'] : [];
  return [...asLines(found.filter(({ by }) => by === 'slack'), prefix), ...ordered];
};

/** Notes every violation and returns, in Slack's words, those for which Slack refuses the message. */
export const checkMessage = (state: SlackState, where: string, payload: JsonObject): readonly string[] =>
  refusals(state, where, payload, validateMessage(payload), '');

/** The same for a view. */
export const checkView = (state: SlackState, where: string, view: unknown): readonly string[] =>
  refusals(state, where, view, validateView(view), '/view');
