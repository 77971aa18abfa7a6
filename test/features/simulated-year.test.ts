import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../src/audit/dates.ts';
import { brokenAt, dayChecksum, latestLinks } from '../../src/audit/seal.ts';
import { PEOPLE } from '../../sandbox/slack/workspace.ts';
import { startOwnRedis } from '../support/own-redis.ts';
import { checkAlerts, checkReminders } from './year/check-alerts.ts';
import { checkDigest } from './year/check-digests.ts';
import { newsDays, slotsOf } from './year/expected.ts';
import { playSeason, type Played } from './year/season.ts';
import { onceEach, postsIn } from './year/told.ts';

/** A year, or the weeks around both ends of summer time; SEED and SEASON_DAYS play others. */
const LONG = process.env['LONG'] !== undefined;
const SEASON = { beginMs: Date.parse('2026-10-17T06:00:00Z'), days: Number(process.env['SEASON_DAYS'] ?? (LONG ? 365 : 19)), redisRestarts: LONG ? 8 : 1 };
const SEED = process.env['SEED'] ?? (LONG ? 'a year' : 'autumn');
const SEASON_LIMIT_MS = LONG ? 4 * HOUR_MS : 300_000;

/** The copy behind it all: complete, and as it was written. */
async function checkCopy({ worker: { deps }, happened, readAt, ledgers }: Played): Promise<readonly string[]> {
  const [ledger, chain] = [await deps.copy.ledger(), await deps.seals.chain()];
  const held = (await Promise.all(ledger.map(async ({ day }) => (await deps.copy.read(day)).rows))).flat().map(({ record }) => record.operationDate);
  const sealed = await Promise.all([...latestLinks(chain)].map(async ([day, { sha256 }]) => (dayChecksum((await deps.copy.read(day)).rows) === sha256 ? [] : [`${day} is not as it was sealed`])));
  const unread = ledgers.filter(({ atMs }) => readAt.includes(atMs)).flatMap(({ atMs, readAt: days }) =>
    newsDays(atMs).filter((day) => days.get(day) !== new Date(atMs).toISOString()).map((day) => `${day} was not read at ${new Date(atMs).toISOString()}`));
  return [
    ...happened.filter(({ date }) => !held.includes(date)).map(({ date }) => `${date} is not in the copy`),
    ...(new Set(held).size === held.length ? [] : ['an operation stands in the copy twice']),
    ...(brokenAt(chain) === undefined ? [] : ['the chain of seals is broken']),
    ...sealed.flat(), ...unread,
  ];
}

/** The maker of a rule whose channel was archived is told once, if a digest was due meanwhile. */
function checkMaker({ world, troubles }: Played, endMs: number): readonly string[] {
  const { archived } = troubles;
  const rule = world.rules.digests[archived.rule];
  const told = onceEach(postsIn(world, `D${PEOPLE.admin.id.slice(1)}`)).filter(({ screen }) => screen.kind === 'rule-refused').length;
  const due = rule === undefined ? [] : slotsOf(rule, endMs).filter((slot) => slot.getTime() > archived.fromMs && slot.getTime() < archived.toMs - 12 * HOUR_MS && !troubles.areWorkersDown(slot.getTime()));
  return told > 1 || (told === 0 && due.length > 0) ? [`the maker was told ${told} times of ${due.length} digests that could not be posted`] : [];
}

/** Silence and its end are told in turns; one that was told just before a worker died may be told again. */
function checkSilence({ world: { told }, troubles }: Played): readonly string[] {
  const kinds = told.filter((text, at) => text !== told[at - 1]).map((text) => text.includes('is read again since'));
  const isInTurns = kinds.every((isEnd, at) => isEnd === (at % 2 === 1));
  return isInTurns && kinds.length > 0 && kinds.length <= 2 * (troubles.api.length + troubles.workers.length + 20) ? [] : [`silence was told as ${told.join(' | ')}`];
}

describe('features: a simulated season', () => {
  it(`tells everything of ${SEASON.days} days once, in whatever fails (seed “${SEED}”)`, async () => {
    const own = await startOwnRedis();
    onTestFinished(() => own?.remove());
    const endMs = SEASON.beginMs + SEASON.days * DAY_MS;
    const played = await playSeason({ ...SEASON, seed: SEED, own, redisUrl: own?.url ?? inject('redisUrl') });
    const digests = await Promise.all(played.world.rules.digests.map((rule) => checkDigest(played, rule, endMs)));
    const [alerts, reminders] = [await checkAlerts(played), await checkReminders(played, endMs)];
    const sum = (what: 'sent' | 'repeats' | 'late' | 'unconfirmed' | 'gaps' | 'unread'): number => digests.reduce((total, findings) => total + findings[what], 0);
    console.log(JSON.stringify({
      seed: SEED, days: SEASON.days, operations: played.happened.length, ...played.counts, rounds: played.readAt.length,
      posts: played.world.slack.allMessages().length, digests: sum('sent'), repeats: sum('repeats'), late: sum('late'), unconfirmed: sum('unconfirmed'), withGaps: sum('gaps'), unread: sum('unread'),
      cards: alerts.cards, told: alerts.operations, notConfirmed: alerts.unconfirmed, doubtful: alerts.doubtful, forms: alerts.forms, reminders: reminders.reminded, silence: played.world.told.length,
    }));

    expect({
      digests: digests.flatMap(({ wrong }) => wrong), alerts: alerts.wrong, reminders: reminders.wrong, copy: await checkCopy(played),
      maker: checkMaker(played, endMs), silence: checkSilence(played), blocks: played.world.slack.violations,
    }).toEqual({ digests: [], alerts: [], reminders: [], copy: [], maker: [], silence: [], blocks: [] });
    // Without these the season would prove little.
    for (const count of [played.counts.kills, sum('repeats'), sum('late'), sum('unconfirmed'), sum('unread'), alerts.cards, alerts.unconfirmed, reminders.reminded]) expect(count).toBeGreaterThan(0);
    expect(played.counts.restarts).toBe(own ? SEASON.redisRestarts : 0);
  }, SEASON_LIMIT_MS);
});
