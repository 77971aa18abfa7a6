/** The Slack side: takes commands and clicks, answers what it can from storage, queues the rest. */
import type { SlackApp } from '../slack/app.ts';
import { listenForCommand, type CommandListenerDeps } from '../slack/listeners/audit-command.ts';
import { listenForButtons, type ButtonDeps } from '../slack/listeners/buttons.ts';
import { listenForHome, type HomeListenerDeps } from '../slack/listeners/home.ts';
import { listenForMuteForm } from '../slack/listeners/mute.ts';
import { listenForOptions } from '../slack/listeners/options.ts';
import { listenForSearchForm, type SearchFormDeps } from '../slack/listeners/search-form.ts';
import { listenForShortcut } from '../slack/listeners/shortcut.ts';
import { listenForSaveForm } from '../slack/listeners/save-search.ts';

export interface WebRole {
  /** Where Slack posts to in HTTP mode; absent in Socket Mode. */
  readonly port?: number;
  isReady(): boolean;
  stop(deadlineMs: number): Promise<void>;
}

/** Registers every listener, exactly one for each thing, then lets Slack in. */
export async function startWeb(slack: SlackApp, deps: CommandListenerDeps & ButtonDeps & SearchFormDeps & HomeListenerDeps): Promise<WebRole> {
  listenForCommand(slack.app, deps);
  listenForButtons(slack.app, deps);
  listenForSearchForm(slack.app, deps);
  listenForOptions(slack.app, deps);
  listenForHome(slack.app, deps);
  listenForShortcut(slack.app, deps);
  listenForSaveForm(slack.app, deps);
  listenForMuteForm(slack.app, deps);
  const { port } = await slack.start();
  return { isReady: () => slack.isReady(), stop: (deadlineMs) => slack.stop(deadlineMs), ...(port !== undefined && { port }) };
}
