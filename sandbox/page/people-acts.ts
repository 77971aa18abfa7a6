/** From what a person does in the page to what Slack does then. */
import type { JsonObject } from '../slack/block-kit/rules.ts';
import type { Delivery } from '../slack/delivery.ts';
import { escapeCommandText } from '../slack/escape.ts';
import { textOf } from '../slack/form-values.ts';
import type { SlackStandIn } from '../slack/server.ts';
import type { Manifest } from './manifest.ts';
import { channelsFor } from './seats.ts';
import type { Act, ActAnswer, ElementUse } from './wire.ts';

export type PersonAct = Exclude<Act, { kind: 'knob' | 'transport' }>;

export interface ActsDeps {
  readonly slack: SlackStandIn;
  readonly manifest: Manifest;
}

const CHOSEN_BY_OPTION = /^(button|icon_button|workflow_button|overflow|static_select|radio_buttons|checkboxes|feedback_buttons)$/;
const BUTTONS = /^(button|icon_button|workflow_button)$/;

/** Slack's own words for what an app did not do; page: docs.slack.dev/interactivity/handling-user-interaction */
const NOTICES: Readonly<Record<string, string>> = {
  operation_timeout: 'The app did not answer within 3 seconds (operation_timeout).',
  dispatch_failed: 'The app could not be reached (dispatch_failed).',
  invalid_view_response: 'We had some trouble connecting. Try again?',
};

const fieldName = ({ blockId, actionId }: Pick<ElementUse, 'blockId' | 'actionId'>): string => `${blockId}\n${actionId}`;
/** What was drawn anew meanwhile has other block ids, unless the app gives them; the control is the same. */
const wanted = ({ type, blockId, actionId, value }: ElementUse, blocks: readonly JsonObject[] = []) => ({
  actionId, ...(JSON.stringify(blocks).includes(`"block_id":${JSON.stringify(blockId)}`) ? { blockId } : {}),
  ...(BUTTONS.test(type) || value === null ? {} : { value: String(value) }),
});

const shownOptions = (options: readonly JsonObject[] | undefined): ActAnswer => ({
  notices: options === undefined ? ['The app could not offer options.'] : [],
  options: (options ?? []).map((option) => ({ label: textOf(option['text']), value: String(option['value']) })),
});

async function send({ slack, manifest }: ActsDeps, user: string, { channel, text, threadTs }: Extract<Act, { kind: 'send' }>): Promise<ActAnswer> {
  const [, name = '', rest = ''] = /^(\/\S+)\s*([^]*)$/.exec(text) ?? [];
  if (name === '') {
    slack.say({ user, channel, text, ...(threadTs === undefined ? {} : { threadTs }) });
    return { notices: [] };
  }
  const command = manifest.commands.find((one) => one.command === name);
  if (threadTs !== undefined) return { notices: [`${name} is not supported in threads. Sorry!`] };
  if (command === undefined) return { notices: [`${name} is not a valid command. In Slack, type / to see those that are.`] };
  const seen = new Set(channelsFor(slack, user, manifest.appName).map(({ id }) => id));
  const known = { people: slack.people, channels: slack.channels().filter(({ id }) => seen.has(id)) };
  await slack.command({ user, channel, command: name, text: command.shouldEscape ? escapeCommandText(rest, known) : rest });
  return { notices: [] };
}

async function use({ slack }: ActsDeps, user: string, { message, element }: Extract<Act, { kind: 'use' }>): Promise<ActAnswer> {
  const { blocks } = slack.allMessages().find(({ channel, ts }) => channel === message.channel && ts === message.ts) ?? {};
  if (CHOSEN_BY_OPTION.test(element.type)) await slack.click({ user, message, ...wanted(element, blocks) });
  else await slack.enterInMessage({ user, message, label: fieldName(element), value: element.value });
  return { notices: [] };
}

async function useInView({ slack }: ActsDeps, user: string, { element, values }: Extract<Act, { kind: 'useInView' }>): Promise<ActAnswer> {
  const { blocks } = slack.currentView(user) ?? slack.homeView(user) ?? {};
  if (BUTTONS.test(element.type) || element.type === 'overflow') await slack.clickInView({ user, ...wanted(element, blocks), values });
  else await slack.enter({ user, label: fieldName(element), value: element.value });
  return { notices: [] };
}

async function suggest({ slack }: ActsDeps, user: string, act: Extract<Act, { kind: 'suggest' }>): Promise<ActAnswer> {
  const query = { user, label: fieldName(act), query: act.query };
  return shownOptions(await (act.message === null ? slack.suggest(query) : slack.suggestInMessage({ ...query, message: act.message })));
}

async function submit({ slack }: ActsDeps, user: string, values: Extract<Act, { kind: 'submit' }>['values']): Promise<ActAnswer> {
  const before = slack.currentView(user)?.errors;
  try {
    await slack.submitView({ user, values });
  } catch (error) {
    // What stands beside an input needs no second telling.
    if (slack.currentView(user)?.errors === before) throw error;
  }
  return { notices: [] };
}

const quiet = async (work: Promise<Delivery | undefined>): Promise<ActAnswer> => {
  await work;
  return { notices: [] };
};

async function arrive({ slack }: ActsDeps, user: string): Promise<ActAnswer> {
  while (slack.currentView(user)) await slack.closeView({ user });
  return { notices: [] };
}

async function perform(deps: ActsDeps, user: string, act: PersonAct): Promise<ActAnswer> {
  const { slack } = deps;
  switch (act.kind) {
    case 'send': return send(deps, user, act);
    case 'use': return use(deps, user, act);
    case 'useInView': return useInView(deps, user, act);
    case 'submit': return submit(deps, user, act.values);
    case 'arrive': return arrive(deps, user);
    case 'close': return quiet(slack.closeView({ user }));
    case 'suggest': return suggest(deps, user, act);
    case 'openApp': return quiet(slack.openHome({ user, tab: act.tab }));
    case 'shortcut': return quiet(slack.shortcut({ user, callbackId: act.callbackId }));
  }
}

/** Does it, and gives what Slack tells the person when the app has not done its part. Throws what a person could not do. */
export async function actAs(deps: ActsDeps, user: string, act: PersonAct): Promise<ActAnswer> {
  const before = deps.slack.notices.length;
  const answer = await perform(deps, user, act);
  // A failed command is told by Slackbot in the channel already.
  const failed = act.kind === 'send' ? [] : deps.slack.notices.slice(before).filter((notice) => notice.user === user);
  return { ...answer, notices: [...answer.notices, ...failed.map(({ error }) => NOTICES[error] ?? error)] };
}
