/** One exchange in a process of its own, whose environment says whom it trusts: `node ask-once.ts <url>`. */
import { createDispatcher, exchange } from '../../src/partner-center/http.ts';
import { networkFault } from '../../src/partner-center/network-faults.ts';

const dispatcher = createDispatcher(process.env);
const question = { method: 'GET', url: process.argv[2] ?? '', headers: {}, timeoutMs: 5_000 } as const;
const told = await exchange(dispatcher, question).then(({ text }) => text, (error: unknown) => networkFault(error, 'Partner Center')?.whatHappened ?? String(error));
process.stdout.write(told);
await dispatcher.destroy();
