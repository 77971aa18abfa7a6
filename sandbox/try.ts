/** `npm run try -- "<command>"`: one search in the terminal, in the words of the slash command. */
import { createHash, randomUUID } from 'node:crypto';
import type { Request } from '../src/command/command.ts';
import { recordFormat, type ExportFormat } from '../src/audit/export-format.ts';
import { parseCommand } from '../src/command/parse.ts';
import { readPartnerConfig } from '../src/config.ts';
import { completeAnswer } from '../src/features/complete-answer.ts';
import { Problem } from '../src/features/problem.ts';
import { questionOf } from '../src/features/queue-job.ts';
import { findAnswer, type Asked, type ReadingDeps } from '../src/features/run-search.ts';
import type { Screen } from '../src/features/screens.ts';
import { readPage } from '../src/features/show-page.ts';
import { connectPartnerCenter, type PartnerCenterOptions } from '../src/partner-center/connect.ts';
import { readCredential } from '../src/partner-center/credential.ts';
import { createLogger } from '../src/runtime/logger.ts';
import { createRenderer } from '../src/slack/blocks/render.ts';
import { startEntra } from './entra/server.ts';
import { memoryDirectory, memoryEndDateReading, memoryFreshness, memoryResults, openGate } from './memory.ts';
import { startPartnerCenter } from './partner-center/server.ts';
import { createStory } from './partner-center/story/story.ts';
import { messageAsText } from './slack/as-text.ts';
import { screenOfRequest } from './try-request.ts';

type Tenant = Pick<PartnerCenterOptions, 'tenantId' | 'clientId' | 'credential' | 'cloud' | 'partnerCenterUrl' | 'entraAuthorityUrl' | 'concurrency'>;

interface OpenTenant {
  readonly tenant: Tenant;
  readonly says: string;
  close(): Promise<void>;
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const clock = (): Date => new Date();
/** Nobody waits longer at a terminal. */
const LIMIT_MS = 10 * 60_000;

/** The tenant of the PARTNER_* variables, or the invented one. */
async function openTenant(): Promise<OpenTenant> {
  const real = readPartnerConfig(process.env);
  if (real) {
    return { tenant: { ...real, credential: readCredential(real, clock()) }, says: `Tenant ${real.tenantId}, from the PARTNER_* variables.`, close: async () => undefined };
  }
  const client = { clientId: randomUUID(), secret: randomUUID() };
  const tenantId = randomUUID();
  const entra = await startEntra({ tenantId, clients: [client] });
  const partnerCenter = await startPartnerCenter({ records: createStory({ now: clock() }).records, acceptToken: entra.accepts });
  return {
    tenant: { tenantId, clientId: client.clientId, credential: { kind: 'secret', secret: () => client.secret }, cloud: 'global', concurrency: 4, partnerCenterUrl: partnerCenter.url, entraAuthorityUrl: entra.url },
    says: 'An invented tenant: set the PARTNER_* variables to ask your own.',
    close: async () => void await Promise.all([entra.close(), partnerCenter.close()]),
  };
}

async function answer({ tenant, says }: OpenTenant, asked: Asked | Request, form: 'text' | 'json'): Promise<string> {
  const log = createLogger('silent');
  const results = memoryResults();
  const partnerCenter = connectPartnerCenter({
    ...tenant, environment: process.env, gate: openGate(), endDateReading: memoryEndDateReading(), clock, random: Math.random, newId: randomUUID, log,
  });
  try {
    const deps = {
      source: partnerCenter.source, results, directory: memoryDirectory(), freshness: memoryFreshness(), clock, log, newResultId: randomUUID,
      hash: (text: string) => createHash('sha256').update(text).digest('hex'),
    };
    if ('verb' in asked) return `${says}\n\n${asText(await screenOfRequest({ ...deps, lookup: partnerCenter.lookup }, asked, zone, AbortSignal.timeout(LIMIT_MS)))}\n`;
    const complete: ReadingDeps['complete'] = (found, options) => completeAnswer(deps, found, options);
    const facts = await findAnswer({ ...deps, complete }, asked, AbortSignal.timeout(LIMIT_MS));
    if (form === 'json') {
      const { id: _, planKey: __, ...told } = facts;
      return `${JSON.stringify({ tenant: says, ...told, records: await results.records(facts.id, 0, facts.listed) }, undefined, 2)}\n`;
    }
    const format = fileFormat(asked);
    if (format === undefined) return `${says}\n\n${asText(await readPage(results, facts, 0))}\n`;
    process.stderr.write(`${says} ${facts.listed} of ${facts.summary.total} records follow as ${format}.\n`);
    const { begin, part, end } = recordFormat(format);
    return begin + part(await results.records(facts.id, 0, facts.listed) ?? [], 'first') + end;
  } finally {
    await partnerCenter.close();
  }
}

/** The form of the file that a search asks for, if it asks for one; `--json` says more than a file holds. */
function fileFormat({ shape }: Asked): ExportFormat | undefined {
  const as = shape?.as;
  return as === 'csv' || as === 'json' || as === 'ndjson' ? as : undefined;
}

function asText(screen: Screen): string {
  const { text, blocks } = createRenderer('npm run try --')(screen).rich;
  return messageAsText({ text, blocks: blocks.map((block) => ({ ...block })) }, { zone, now: Date.now() });
}

async function main(words: readonly string[]): Promise<number> {
  const form = words.includes('--json') ? 'json' : 'text';
  const command = parseCommand(words.filter((word) => word !== '--json').join(' '), { now: clock(), zone });
  if (command.kind === 'help' || command.kind === 'mistake') {
    process.stdout.write(`${asText(command)}\n`);
    return command.kind === 'help' ? 0 : 1;
  }
  const tenant = await openTenant();
  try {
    const asked = command.kind === 'request' ? command.request : { ...questionOf(command, zone), correlationId: randomUUID() };
    process.stdout.write(await answer(tenant, asked, form));
    return 0;
  } finally {
    await tenant.close();
  }
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  const told = error instanceof Problem ? `${error.whatHappened}\n${error.whatToDo}` : String((error as Error).message);
  process.stderr.write(`${told}\n`);
  return 1;
});
