/** `help`: what can be asked, with examples about a customer of the log once one is known. */
import type { HelpScreen } from './screens.ts';

/** A name of this length and letters reads well in an example. */
const SHORT = 30;
const PLAIN = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .&'-]*$/u;

/** The help for a topic, or at a glance. */
export function showHelp(topic: string | undefined, customers: readonly string[]): HelpScreen {
  const customer = customers.find((name) => name.length <= SHORT && PLAIN.test(name));
  return { kind: 'help', ...(topic !== undefined && { topic }), ...(customer !== undefined && { customer }) };
}
