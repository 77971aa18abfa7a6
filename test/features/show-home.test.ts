import { describe, expect, it } from 'vitest';
import { validateView } from '../../sandbox/slack/block-kit/validate.ts';
import { addDays } from '../../src/audit/dates.ts';
import type { AskedSearch, SavedSearch } from '../../src/features/asked-search.ts';
import { readAccessRules } from '../../src/features/access.ts';
import type { Freshness } from '../../src/features/answer-ports.ts';
import type { DayFacts } from '../../src/features/copy-ports.ts';
import type { Person } from '../../src/features/people-ports.ts';
import { showHome, type HomeDeps } from '../../src/features/show-home.ts';
import { homeView } from '../../src/slack/blocks/home.ts';
import { notebook } from '../slack/running-app.ts';

const ADMIN: Person = { id: 'U0ONE', teamId: 'T1', isAdmin: true, isGuest: false, isBot: false, isDeactivated: false, isStranger: false, zone: 'Europe/Berlin' };
const FRESH: Freshness = { readAt: '2026-11-21T10:57:00.000Z', newestRecord: '2026-11-21T10:52:00.0000000Z' };

interface World {
  readonly access?: string;
  readonly freshness?: Freshness;
  readonly asked?: readonly string[];
  readonly saved?: readonly SavedSearch[];
  readonly customers?: readonly string[];
  /** Days that the copy holds, up to today. */
  readonly daysHeld?: number;
  readonly isDown?: true;
}

async function home({ access = 'admins', freshness, asked = [], saved = [], customers = [], daysHeld = 0, isDown }: World) {
  const orDown = <T>(value: T) => async (): Promise<T> => { if (isDown) throw new Error('down'); return value; };
  const recent = asked.map((command, index): AskedSearch => ({ command, zone: 'UTC', askedAt: new Date(Date.UTC(2026, 10, 21, 10, 60 - index)).toISOString(), jobId: `U0ONE-${index}` }));
  const deps: HomeDeps = {
    people: { find: async () => ADMIN, isInGroup: async () => false },
    policy: { rules: readAccessRules(access).rules, organisation: { teamId: 'T1' } },
    history: { recent: orDown(recent) }, saved: { all: orDown(saved) }, freshness: { recall: orDown(freshness) },
    directory: { everybody: orDown({ customers: customers.map((name, index) => ({ id: `id-${index}`, name })), people: [] }) },
    copy: { ledger: orDown(ledgerOf(daysHeld)), read: orDown({ rows: [], version: 0 }) }, watching: { rules: { all: orDown([]) } }, retentionDays: 400, everyMs: 300_000, clock: () => new Date('2026-11-21T11:00:00Z'),
    defaultZone: 'UTC', log: notebook(),
  };
  const screen = await showHome(deps, ADMIN.id);
  const view = homeView(screen, '/audit');
  expect(validateView(view)).toEqual([]);
  return { screen, text: JSON.stringify(view.blocks) };
}

function ledgerOf(days: number): readonly DayFacts[] {
  return Array.from({ length: days }, (_, at) => addDays('2026-11-21', at + 1 - days)).map((day) => ({
    day, records: 1, bytes: 100, readAt: FRESH.readAt, firstReadAt: FRESH.readAt, next: 1, sha256: '',
  }));
}

describe('features/show-home', () => {
  it('greets somebody who has not searched with when the log was read and a customer of it', async () => {
    const { screen, text } = await home({ freshness: FRESH, customers: ['Relecloud', 'Wingtip Toys'] });

    expect(screen).toMatchObject({ kind: 'home', zone: 'Europe/Berlin', firstRun: { command: 'customer Relecloud last 7d' } });
    expect(text).toContain('Connected to Partner Center.');
    expect(text).toContain('Last read 21 Nov 11:57 CET · newest record 21 Nov 11:52 CET');
    expect(text).toContain('Try it: /audit customer Relecloud last 7d');
  });

  it('tells somebody new how far the copy is filled, and nothing of it once it is', async () => {
    const [filling, filled] = [await home({ freshness: FRESH, daysHeld: 12 }), await home({ freshness: FRESH, daysHeld: 90 })];

    expect(filling.text).toContain('newest record 21 Nov 11:52 CET · 12 of 90 days read so far');
    expect(filled.text).not.toContain('so far');
  });

  it('offers a digest of each day and the ready-made alerts', async () => {
    const { text } = await home({ freshness: FRESH });

    expect(text).toContain('What is new, each day at 08:30');
    expect(text).toContain('Set up digest daily at 08:30');
    expect(text).toContain('Set up alert pack');
  });

  it('does not claim a connection before anything was read', async () => {
    const { text } = await home({});

    expect(text).not.toContain('Connected');
    expect(text).toContain('has not been read yet');
    expect(text).toContain('Try it: /audit last 7d');
  });

  it('lists saved searches and each recent one once, newest first, ten at most', async () => {
    const many = Array.from({ length: 30 }, (_, index) => `last ${index + 2}d`);
    const { screen, text } = await home({ freshness: FRESH, asked: ['status failed', 'last 7d', 'status failed', ...many], saved: [{ name: 'risky', command: 'risk high last 7d', savedAt: '2026-11-01T00:00:00Z' }] });

    expect(screen).toMatchObject({ recent: expect.objectContaining({ length: 10 }) as unknown });
    expect(screen.kind === 'home' && screen.recent.slice(0, 3).map(({ command }) => command)).toEqual(['status failed', 'last 7d', 'last 2d']);
    expect(screen).not.toHaveProperty('firstRun');
    expect(text).toContain('risky\\n/audit risk high last 7d');
    expect(text).not.toContain('Try it');
  });

  it('shows hostile names as they are', async () => {
    const { text } = await home({ freshness: FRESH, asked: ['customer "<!channel> &amp;amp; *bold*"'], customers: ['<!here>'] });

    expect(text).toContain('"type":"plain_text","text":"/audit customer \\"<!channel> &amp; *bold*\\""');
  });

  it('tells somebody without access what it is, whom to ask, and for what', async () => {
    const { screen, text } = await home({ access: 'U0OTHER,C0OPS', freshness: FRESH, customers: ['Relecloud'], asked: ['customer Relecloud'] });

    expect(screen).toEqual({ kind: 'refused', refusal: 'not-listed', userId: 'U0ONE', elsewhere: true });
    expect(text).toContain('AUDIT_ACCESS=…,U0ONE');
    expect(text).toContain('Microsoft Partner Center');
    expect(text).toContain('Some channels are on the list');
    expect(text).not.toContain('Relecloud');
    expect(text).not.toContain('button');
  });

  it('is drawn though nothing can be read', async () => {
    const { text } = await home({ isDown: true });

    expect(text).toContain('Open search form');
  });
});
