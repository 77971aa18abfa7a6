/** The Slack side: takes commands and clicks, answers what it can from storage, queues the rest. */
import { createJobQueue } from '../queue/job-queue.ts';
import { createSlackApp, type SlackApp } from '../slack/app.ts';
import { listenForCommand, type CommandListenerDeps } from '../slack/listeners/audit-command.ts';
import { listenForButtons, type ButtonDeps } from '../slack/listeners/buttons.ts';
import { listenForHome, type HomeListenerDeps } from '../slack/listeners/home.ts';
import { listenForMuteForm } from '../slack/listeners/mute.ts';
import { listenForOptions } from '../slack/listeners/options.ts';
import { listenForRuleForm } from '../slack/listeners/rule-form.ts';
import { listenForFormFields, listenForSearchForm, type SearchFormDeps } from '../slack/listeners/search-form.ts';
import { listenForShortcut } from '../slack/listeners/shortcut.ts';
import { listenForSaveForm } from '../slack/listeners/save-search.ts';
import { createSearchHistory } from '../store/history.ts';
import { createReplayGuard } from '../store/replay-guard.ts';
import { createSavedSearches } from '../store/saved-searches.ts';
import type { Base, Shared } from './shared.ts';

export interface WebRole {
  /** Where Slack posts to in HTTP mode; absent in Socket Mode. */
  readonly port?: number;
  isReady(): boolean;
  stop(deadlineMs: number): Promise<void>;
}

/** Registers every listener, exactly one for each thing, then lets Slack in. */
async function startWeb(slack: SlackApp, deps: CommandListenerDeps & ButtonDeps & SearchFormDeps & HomeListenerDeps): Promise<WebRole> {
  listenForCommand(slack.app, deps);
  listenForButtons(slack.app, deps);
  listenForSearchForm(slack.app, deps);
  listenForFormFields(slack.app, deps);
  listenForOptions(slack.app, deps);
  listenForHome(slack.app, deps);
  listenForShortcut(slack.app, deps);
  listenForSaveForm(slack.app, deps);
  listenForMuteForm(slack.app, deps);
  listenForRuleForm(slack.app, deps);
  const { port } = await slack.start();
  return { isReady: () => slack.isReady(), stop: (deadlineMs) => slack.stop(deadlineMs), ...(port !== undefined && { port }) };
}

/** Connects this process to Slack and begins to listen. */
export async function buildWeb({ config, log, lifecycle, metrics, redis, clock, newId, sleep }: Base, shared: Shared) {
  const { slack } = config;
  const queue = createJobQueue({ connection: redis, prefix: config.redis.prefix, vault: shared.storage.vault });
  lifecycle.onStop('search queue', () => queue.close());
  const app = createSlackApp({
    mode: slack.appToken ? { kind: 'socket', appToken: slack.appToken.reveal } : { kind: 'http', port: slack.port, signingSecret: slack.signingSecret?.reveal ?? (() => '') },
    botToken: slack.botToken.reveal, apiUrl: slack.apiUrl, commandName: slack.command,
    replayGuard: createReplayGuard(shared.storage), clock, log, metrics,
  });
  const history = createSearchHistory({ ...shared.storage, now: () => clock().getTime() });
  const web = await startWeb(app, { ...shared, queue, history, saved: createSavedSearches(shared.storage), sleep, newCorrelationId: newId });
  log.info({ mode: slack.appToken ? 'socket' : 'http', port: web.port }, 'listening to Slack');
  return web;
}
