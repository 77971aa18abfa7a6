/** auth.test, api.test, users.info, users.list, usergroups.users.list, apps.connections.open. */
import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../block-kit/rules.ts';
import type { SlackState } from '../state.ts';
import { APP, userObject } from '../workspace.ts';
import { SlackError } from './arguments.ts';
import type { Arguments } from './arguments.ts';

export const authTest = (state: SlackState, _args: Arguments, token: 'bot' | 'app' | undefined): JsonObject => {
  if (token === 'app') return { app_name: APP.name, app_id: APP.id };
  const { id, name, domain, enterpriseId } = state.team;
  return {
    url: `https://${domain}.slack.com/`,
    team: name,
    user: APP.name,
    team_id: id,
    user_id: APP.userId,
    bot_id: APP.botId,
    is_enterprise_install: false,
    ...(enterpriseId === undefined ? {} : { enterprise_id: enterpriseId }),
  };
};

export const apiTest = (_state: SlackState, args: Arguments): JsonObject => {
  const error = args.text('error');
  if (error !== undefined) throw new SlackError(error);
  return {};
};

export const usersInfo = (state: SlackState, args: Arguments): JsonObject => {
  const person = state.people.get(args.need('user'));
  if (person === undefined) throw new SlackError('user_not_found');
  const see = { email: state.scopes.includes('users:read.email'), now: state.now(), teamId: state.team.id };
  return { user: userObject(person, see) };
};

/** The cursor is the place of the next person; page: docs.slack.dev/reference/methods/users.list */
export const usersList = (state: SlackState, args: Arguments): JsonObject => {
  const see = { email: state.scopes.includes('users:read.email'), now: state.now(), teamId: state.team.id };
  const [from, limit] = [Number(args.text('cursor') ?? 0), Number(args.text('limit') ?? 200)];
  const people = [...state.people.values()];
  const next = from + limit < people.length ? String(from + limit) : '';
  return { members: people.slice(from, from + limit).map((person) => userObject(person, see)), response_metadata: { next_cursor: next } };
};

export const userGroupMembers = (state: SlackState, args: Arguments): JsonObject => {
  const users = state.options.userGroups?.[args.need('usergroup')];
  if (users === undefined) throw new SlackError('no_such_subteam');
  return { users };
};

/** The address works once. */
export const connectionsOpen = (state: SlackState): JsonObject => {
  const ticket = randomBytes(12).toString('hex');
  state.socketTickets.add(ticket);
  return { url: `${state.baseUrl.replace('http:', 'ws:')}/link/?ticket=${ticket}&app_id=${APP.id}` };
};
