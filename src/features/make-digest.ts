/** `digest <schedule> …`: sets up a digest of exactly what was typed, and shows what it would have said. */
import { addDays, DAY_MS, dayIn, utcDayOf } from '../audit/dates.ts';
import { createDigestTally } from '../audit/digest.ts';
import { matchesLasting, matchesState, type AuditFilter } from '../audit/filter.ts';
import { instantOf } from '../audit/instant.ts';
import { slotAfter } from '../audit/slots.ts';
import type { Request } from '../command/command.ts';
import { printRequest } from '../command/print-request.ts';
import type { CopyStore, Feed } from './copy-ports.ts';
import type { Clock } from './ports.ts';
import { groundFor, proveRule, readersOf, type ProveDeps, type RuleAsking } from './prove-rule.ts';
import type { Preview } from './rule-screens.ts';
import type { DigestRule } from './rule.ts';
import type { Screen } from './screens.ts';

export interface MakeDeps extends ProveDeps {
  readonly feed: Pick<Feed, 'head'>;
  readonly copy: Pick<CopyStore, 'read'>;
  readonly newRuleId: () => string;
}

type DigestRequest = Extract<Request, { readonly verb: 'digest' }>;

const PREVIEW_DAYS = 7;

/** Sets it up, or says why not; what is new before this moment is no news to it. Throws a Problem when Redis fails. */
export async function makeDigest(deps: MakeDeps, asking: RuleAsking, request: DigestRequest): Promise<Screen> {
  const ready = await digestFor(deps, asking, request);
  if (ready.kind !== 'ready') return ready;
  const { rule, next, readers } = ready;
  const failed = await proveRule(deps, rule, { cursor: await deps.feed.head(), next, command: rule.command, readers });
  if (failed) return failed;
  return { kind: 'rule-made', rule, next, preview: await previewDigest(deps, rule.filter), ...readers };
}

/** The digest that a request means, when it comes next and who reads along, or the screen that says why there can be none. */
export async function digestFor(deps: MakeDeps, asking: RuleAsking, request: DigestRequest) {
  const { condition, options, schedule } = request;
  const command = printRequest(request);
  const ground = await groundFor(deps, asking, request, 'digest');
  if (ground.kind !== 'ground') return ground;
  const [now, zone, makerName] = [deps.clock(), condition.zone ?? asking.zone, asking.person.name];
  const rule: DigestRule = {
    kind: 'digest', id: deps.newRuleId(), name: ground.name, place: ground.place, makerId: asking.person.id, zone, command,
    madeAt: now.toISOString(), filter: condition.filter, skipEmpty: options.skipEmpty === true,
    timetable: { schedule, zone, since: dayIn(zone, now) },
    ...(makerName !== undefined && { makerName }),
  };
  return { kind: 'ready' as const, rule, next: slotAfter(rule.timetable, now).toISOString(), readers: readersOf(ground) };
}

/** What operations of the last 7 days would have made of it, as far as the copy holds them. */
export async function previewDigest({ copy, clock }: { readonly copy: Pick<CopyStore, 'read'>; readonly clock: Clock }, filter: AuditFilter): Promise<Preview> {
  const now = clock();
  const from = instantOf(new Date(now.getTime() - PREVIEW_DAYS * DAY_MS));
  const tally = createDigestTally();
  let daysHeld = 0;
  for (let back = PREVIEW_DAYS; back >= 0; back -= 1) {
    const { rows, facts } = await copy.read(addDays(utcDayOf(now), -back));
    daysHeld += Number(facts !== undefined && back < PREVIEW_DAYS);
    for (const { record } of rows) {
      if (record.operationDate >= from && matchesLasting(record, filter) && matchesState(record, filter)) tally.add({ record, kind: 'news' });
    }
  }
  return { digest: tally.finish(), daysHeld };
}
