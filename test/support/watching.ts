/** Rules as people and ticks meet them: real stores in Redis, a feed that tests fill, and a Slack that only remembers. */
import { memoryResults } from '../../sandbox/memory.ts';
import type { WatchingDeps } from '../../src/features/answer-request.ts';
import type { CopyStore, DayFacts, Feed, FeedEntry, FeedKind, SealStore } from '../../src/features/copy-ports.ts';
import type { DeliverDeps } from '../../src/features/deliver-outbox.ts';
import type { ResultStore } from '../../src/features/answer-ports.ts';
import type { Audiences, Person } from '../../src/features/people-ports.ts';
import type { PostMarks, PostOutcome, Posts } from '../../src/features/rule-ports.ts';
import type { RulePlace } from '../../src/features/rule.ts';
import { reminderNow } from '../../src/features/reminder-messages.ts';
import { createObjection } from '../../src/features/rule-readers.ts';
import type { Screen } from '../../src/features/screens.ts';
import type { AuditRecord } from '../../src/audit/record.ts';
import { createLogger } from '../../src/runtime/logger.ts';
import { cardNow } from '../../src/features/take-alert.ts';
import { createAlertStore } from '../../src/store/alert-groups.ts';
import { createKnownValues } from '../../src/store/known-values.ts';
import { createOutbox } from '../../src/store/outbox.ts';
import { createReminders } from '../../src/store/reminders.ts';
import { createRules } from '../../src/store/rules.ts';

export interface Posted {
  readonly place: RulePlace;
  readonly message: Screen;
  readonly marks: PostMarks;
  readonly threadTs?: string;
  readonly ts: string;
}

export interface WatchingWorld {
  readonly deps: WatchingDeps & DeliverDeps;
  readonly results: ResultStore;
  /** Everything that stands in Slack, whether or not the bot was told so. */
  readonly posted: Posted[];
  /** Adds an operation to the feed, or another state of one. */
  add(record: AuditRecord, kind?: FeedKind): void;
  /** What Slack does with the next posts, whatever was said before; it takes those for which nothing is said. */
  answerWith(...outcomes: readonly (PostOutcome['kind'] | 'lost-but-posted')[]): void;
  at(instant: string): void;
  /** How deliveries ended, in their order. */
  readonly ended: readonly string[];
}

interface Added {
  readonly entry: FeedEntry;
  readonly record: AuditRecord;
}

/** A copy that holds what was added, as read now, and its feed. */
function heldLog(clock: () => Date) {
  const [begun, entries, latest] = [clock(), [] as Added[], new Map<string, AuditRecord>()];
  const readAt = (): string => clock().toISOString();
  const facts = (day: string): DayFacts => ({ day, records: 0, readAt: readAt(), firstReadAt: readAt(), bytes: 0, next: 0, sha256: '' });
  const feed: Feed = {
    head: async () => entries.length,
    after: async (number, count) => entries.slice(number, number + count).map(({ entry }) => entry),
    rows: async (asked) => asked.flatMap(({ number }) => {
      const at = entries[number - 1];
      return at ? [{ entry: at.entry, row: { number, record: latest.get(at.record.id ?? '') ?? at.record, seenAt: readAt() } }] : [];
    }),
    trim: async () => undefined,
  };
  const copy: Pick<CopyStore, 'begunAt' | 'read' | 'ledger'> = {
    begunAt: async () => begun,
    ledger: async () => [facts(readAt().slice(0, 10))],
    read: async (day) => ({ version: 1, facts: facts(day), rows: entries.filter(({ entry }) => entry.day === day && entry.kind !== 'changed').map(({ record }, number) => ({ number, record, seenAt: readAt() })) }),
  };
  const add = (record: AuditRecord, kind: FeedKind = 'news'): void => {
    entries.push({ entry: { number: entries.length + 1, day: record.operationDate.slice(0, 10), row: entries.length, kind }, record });
    if (record.id !== undefined) latest.set(record.id, record);
  };
  return { feed, copy: copy as CopyStore, add };
}

/** A Slack that takes, refuses and loses as it is told. */
function fakeSlack() {
  const [posted, outcomes]: [Posted[], string[]] = [[], []];
  const post: Posts['post'] = async (place, message, marks, threadTs) => {
    const kind = outcomes.shift() ?? 'taken';
    const ts = `${posted.length + 1}.000000`;
    if (kind === 'taken' || kind === 'lost-but-posted') posted.push({ place, message, marks, ts, ...(threadTs !== undefined && { threadTs }) });
    switch (kind) {
      case 'taken': return { kind, channel: place.id, ts };
      case 'refused': return { kind, reason: 'is_archived' };
      case 'limited': return { kind, reason: 'ratelimited', waitMs: 2_000 };
      case 'later': return { kind, reason: 'service_unavailable' };
      default: return { kind: 'lost' };
    }
  };
  const posts: Posts = { post, edit: async ({ channel }, message, marks) => post({ kind: 'channel', id: channel }, message, marks), isReachable: async () => true };
  return { posted, posts, answerWith: (...next: readonly string[]) => void outcomes.splice(0, outcomes.length, ...next) };
}

const SEALS: Pick<SealStore, 'chain'> = { chain: async () => [{ kind: 'day', day: '2026-11-17', sha256: 'ab', previous: '0', sealedAt: '2026-11-20T00:00:00.000Z', link: '3f9a'.repeat(16) }] };

function person(id: string): Person {
  return { id, teamId: 'T0', isAdmin: id === 'UADMIN', isGuest: false, isBot: false, isDeactivated: false, isStranger: false, zone: 'Europe/Berlin', name: id.toLowerCase() };
}

/** Nothing happens before a test says so; `storage` may be shared by several workers. */
export function watchingWorld(storage: Parameters<typeof createRules>[0], start = '2026-11-20T10:00:00Z'): WatchingWorld {
  let now = new Date(start);
  let ids = 0;
  const ended: string[] = [];
  const clock = (): Date => now;
  const newId = (): string => `00000000-0000-4000-8000-${String(ids += 1).padStart(12, '0')}`;
  const [{ feed, copy, add }, { posted, posts, answerWith }, results, alerts, rules, reminders] = [heldLog(clock), fakeSlack(), memoryResults(), createAlertStore(storage), createRules(storage), createReminders(storage)];
  const audiences: Audiences = { of: async (id) => (id === 'CSHARED' ? 'outsiders' : 'members') };
  return {
    posted, results, add, answerWith, ended,
    at: (instant) => void (now = new Date(instant)),
    deps: {
      people: { find: async (id) => person(id), isInGroup: async () => undefined },
      policy: { rules: [{ kind: 'admins' }, { kind: 'person', id: 'UMEMBER' }, { kind: 'channel', id: 'COPS' }], organisation: { teamId: 'T0' } },
      adminPolicy: { rules: [{ kind: 'admins' }], organisation: { teamId: 'T0' } },
      channels: { named: async (name) => (name === 'csp-ops' ? 'COPS' : undefined), shutOut: async (id, userId) => id === 'CLEADS' && userId !== 'UMEMBER' },
      audiences, objection: createObjection({ audiences, rules, clock }),
      rules, outbox: createOutbox(storage), results, posts,
      alerts, newest: async (message) => reminderNow({ reminders }, await cardNow({ alerts }, message)), deliveryEnded: (how) => void ended.push(how), known: createKnownValues(storage), reminders,
      feed, copy, seals: SEALS as SealStore,
      everyMs: 300_000, clock, log: createLogger('silent'),
      newRuleId: newId, newResultId: newId,
    },
  };
}
