/** The bot's process, as the page's switches need it: started, stopped, frozen, moved to the other transport. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startBot, type Bot } from '../bot.ts';
import type { Status } from './wire.ts';

export type Transport = Status['transport'];

export interface BotKeeper {
  readonly state: () => Pick<Status, 'bot' | 'transport'>;
  /** Starts it, or moves it to this transport; one after the other, however often it is asked. */
  readonly start: (transport: Transport) => Promise<Bot>;
  /** It gets no processor time for so long: whatever Slack sends meanwhile times out. */
  readonly freeze: (ms: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface KeptBotOptions {
  readonly environment: (transport: Transport) => Readonly<Record<string, string>>;
  /** Where Slack delivers to; `undefined` for Socket Mode. */
  readonly deliverTo: (url: string | undefined) => void;
  readonly onChange: () => void;
  /** Ends whatever starts or runs. */
  readonly leaving?: AbortSignal | undefined;
}

/** Work of which there is never more than one at a time. */
function oneByOne(): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  };
}

export function keepBot({ environment, deliverTo, onChange, leaving }: KeptBotOptions): BotKeeper {
  let bot: Bot | undefined;
  let state: Pick<Status, 'bot' | 'transport'> = { bot: 'stopped', transport: 'http' };
  const inTurn = oneByOne();

  const become = (next: Partial<typeof state>): void => {
    state = { ...state, ...next };
    onChange();
  };
  const end = async (): Promise<void> => {
    // A process that is held does not hear that it should end.
    bot?.process.kill('SIGCONT');
    await bot?.stop();
    bot = undefined;
    become({ bot: 'stopped' });
  };
  const begin = async (transport: Transport): Promise<Bot> => {
    become({ bot: 'starting', transport });
    const started = await startBot(environment(transport), leaving);
    bot = started;
    deliverTo(started.port === undefined ? undefined : `http://127.0.0.1:${started.port}/slack/events`);
    started.process.once('exit', () => { if (bot === started) become({ bot: 'stopped' }); });
    become({ bot: 'running' });
    return started;
  };

  return {
    state: () => state,
    start: (transport) => inTurn(async () => {
      await end();
      return begin(transport);
    }),
    freeze: async (ms) => {
      const frozen = bot?.process;
      if (frozen === undefined || !frozen.kill('SIGSTOP')) return;
      become({ bot: 'frozen' });
      await sleep(ms);
      if (frozen === bot?.process && frozen.kill('SIGCONT')) become({ bot: 'running' });
    },
    stop: () => inTurn(end),
  };
}
