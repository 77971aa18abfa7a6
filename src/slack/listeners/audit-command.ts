/** `/audit …`: queued first, then acknowledged with what was understood. */
import type { App } from '@slack/bolt';
import { handleCommand, type CommandDeps } from '../../features/handle-command.ts';
import type { Screen } from '../../features/screens.ts';
import { deliveryId } from '../delivery-id.ts';
import type { Rendered } from '../message.ts';
import { responsePlace } from '../response-place.ts';

export interface CommandListenerDeps extends CommandDeps {
  readonly commandName: string;
  readonly render: (screen: Screen) => Rendered;
}

/** Answers the command. */
export function listenForCommand(app: App, deps: CommandListenerDeps): void {
  app.command(deps.commandName, async ({ command, ack }) => {
    const screen = await handleCommand(deps, {
      id: deliveryId(command.trigger_id),
      text: command.text,
      place: responsePlace(deps.clock(), command.response_url, command.user_id, command.channel_id),
    });
    const { text, blocks } = deps.render(screen).rich;
    await ack({ response_type: 'ephemeral', text, blocks: [...blocks] });
  });
}
