import { describe, expect, it } from 'vitest';
import type { SlackMessage } from '../../sandbox/slack/messages.ts';
import { ADMIN, live, OPS, type Live } from '../support/live.ts';

interface Choice {
  readonly label: string;
  readonly count: number;
}

/** What “Show only…” offers, and the number that each choice promises. */
function choicesOf({ blocks }: SlackMessage): readonly Choice[] {
  const { options = [] } = (JSON.parse(JSON.stringify(blocks)) as { readonly elements?: readonly { readonly placeholder?: { readonly text: string }; readonly options?: readonly { readonly text: { readonly text: string } }[] }[] }[])
    .flatMap(({ elements = [] }) => elements).find(({ placeholder }) => placeholder?.text === 'Show only…') ?? {};
  return options.map(({ text: { text } }) => ({ label: text, count: Number(text.split(' × ')[0]?.replaceAll(',', '')) }));
}

/** How many operations an answer counts, by its sentence. */
const countOf = ({ text }: SlackMessage): number => Number(/^([\d,]+) (?:\S+ )?operations?\b/.exec(text)?.[1]?.replaceAll(',', ''));

async function shownOnly(world: Live, message: SlackMessage, { label }: Choice): Promise<SlackMessage> {
  const before = new Set(world.seen().map(({ ts }) => ts));
  await world.slack.click({ user: ADMIN, message, label });
  return world.slack.waitForMessage({ channel: OPS, viewer: ADMIN, where: ({ ts, text }) => !before.has(ts) && !text.includes('the answer follows') });
}

/** Whole days that are over: a rolling span may lose a record between an answer and a press. */
const dayAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const LAST_WEEKS = `${dayAgo(30)}..${dayAgo(2)}`;

describe('the numbers of an answer', () => {
  it.each(['SPAN', 'SPAN by customer, status', 'user *@partner.example SPAN by operation'])('lead each to as many records: %s', async (question) => {
    const world = await live();
    await world.startBot();
    const answer = await (await world.type(question.replace('SPAN', LAST_WEEKS))).answer();
    const choices = choicesOf(answer);
    const found: Choice[] = [];
    for (const choice of choices) found.push({ label: choice.label, count: countOf(await shownOnly(world, answer, choice)) });

    expect(choices.length).toBeGreaterThan(5);
    expect(found).toEqual(choices);
  });
});
