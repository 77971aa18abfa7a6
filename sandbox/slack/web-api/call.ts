/** The table of methods, and the way of one call through token, scope and handler. */
import type { JsonObject } from '../block-kit/rules.ts';
import type { SlackState } from '../state.ts';
import { SlackError, readArguments } from './arguments.ts';
import type { Arguments } from './arguments.ts';
import { deleteMessage, postEphemeral, postMessage, updateMessage } from './chat.ts';
import { conversationsInfo, conversationsList, conversationsMembers, conversationsOpen, missingScope } from './conversations.ts';
import { completeUpload, getUploadUrl } from './files.ts';
import { apiTest, authTest, connectionsOpen, userGroupMembers, usersInfo, usersList } from './people.ts';
import { openView, publishView, pushView, updateView } from './views.ts';

interface Method {
  /** `any` takes the bot's and the app's token, `none` needs no token. */
  readonly token: 'bot' | 'app' | 'any' | 'none';
  readonly scope?: string;
  readonly run: (state: SlackState, args: Arguments, token: 'bot' | 'app' | undefined) => JsonObject;
}

const METHODS: Readonly<Record<string, Method>> = {
  'api.test': { token: 'none', run: apiTest },
  'auth.test': { token: 'any', run: authTest },
  'apps.connections.open': { token: 'app', run: connectionsOpen },
  'users.info': { token: 'bot', scope: 'users:read', run: usersInfo },
  'users.list': { token: 'bot', scope: 'users:read', run: usersList },
  'usergroups.users.list': { token: 'bot', scope: 'usergroups:read', run: userGroupMembers },
  'conversations.open': { token: 'bot', scope: 'im:write', run: conversationsOpen },
  'conversations.info': { token: 'bot', run: conversationsInfo },
  'conversations.members': { token: 'bot', run: conversationsMembers },
  'conversations.list': { token: 'bot', run: conversationsList },
  'chat.postMessage': { token: 'bot', scope: 'chat:write', run: postMessage },
  'chat.postEphemeral': { token: 'bot', scope: 'chat:write', run: postEphemeral },
  'chat.update': { token: 'bot', scope: 'chat:write', run: updateMessage },
  'chat.delete': { token: 'bot', scope: 'chat:write', run: deleteMessage },
  'views.open': { token: 'bot', run: openView },
  'views.push': { token: 'bot', run: pushView },
  'views.update': { token: 'bot', run: updateView },
  'views.publish': { token: 'bot', run: publishView },
  'files.getUploadURLExternal': { token: 'bot', scope: 'files:write', run: getUploadUrl },
  'files.completeUploadExternal': { token: 'bot', scope: 'files:write', run: completeUpload },
};

export interface ApiRequest {
  readonly method: string;
  readonly body: string;
  readonly contentType: string;
  readonly authorization: string | undefined;
  readonly query: URLSearchParams;
}

export interface ApiAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

const tokenOf = (state: SlackState, method: Method, request: ApiRequest, args: Arguments): 'bot' | 'app' | undefined => {
  if (method.token === 'none') return undefined;
  const sent = request.authorization === undefined ? args.text('token') : /^Bearer (\S+)$/i.exec(request.authorization)?.[1];
  if (sent === undefined) throw new SlackError('not_authed');
  const kind = sent === state.options.botToken ? 'bot' : sent === state.options.appToken ? 'app' : undefined;
  if (kind === undefined) throw new SlackError('invalid_auth');
  if (kind === 'bot' && state.faults.isTokenRevoked()) throw new SlackError('token_revoked');
  if (method.token !== 'any' && method.token !== kind) throw new SlackError('not_allowed_token_type');
  return kind;
};

const run = (state: SlackState, request: ApiRequest): JsonObject => {
  const method = Object.hasOwn(METHODS, request.method) ? METHODS[request.method] : undefined;
  if (method === undefined) throw new SlackError('unknown_method', { req_method: request.method });
  const args = readArguments(request.body, request.contentType, request.query);
  const token = tokenOf(state, method, request, args);
  if (method.scope !== undefined && !state.scopes.includes(method.scope)) throw missingScope(state, method.scope);
  return method.run(state, args, token);
};

const headersFor = (state: SlackState, name: string): Readonly<Record<string, string>> => {
  const scope = Object.hasOwn(METHODS, name) ? METHODS[name]?.scope : undefined;
  return { 'x-oauth-scopes': state.scopes.join(','), ...(scope === undefined ? {} : { 'x-accepted-oauth-scopes': scope }) };
};

/** Never throws for what a caller may do wrong: that is `{ ok: false, error }`. */
export const callMethod = (state: SlackState, request: ApiRequest): ApiAnswer => {
  try {
    return { headers: headersFor(state, request.method), body: { ok: true, ...run(state, request) } };
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return { headers: headersFor(state, request.method), body: { ok: false, error: error.code, ...error.more } };
  }
};
