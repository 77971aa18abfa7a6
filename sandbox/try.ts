/** `npm run try -- "<command>"`: one search in the terminal, in the words of the slash command. */
import { createHash, randomUUID } from 'node:crypto';
import { parseCommand } from '../src/command/parse.ts';
import { printSearch } from '../src/command/print.ts';
import { readPartnerConfig } from '../src/config.ts';
import type { SearchJob } from '../src/features/jobs.ts';
import { Problem } from '../src/features/problem.ts';
import { findAnswer } from '../src/features/run-search.ts';
import type { Screen } from '../src/features/screens.ts';
import { readPage } from '../src/features/show-page.ts';
import { unshownShape } from '../src/features/unshown-shape.ts';
import { connectPartnerCenter, type PartnerCenterOptions } from '../src/partner-center/connect.ts';
import { readCredential } from '../src/partner-center/credential.ts';
import { createLogger } from '../src/runtime/logger.ts';
import { createRenderer } from '../src/slack/blocks/render.ts';
import { startEntra } from './entra/server.ts';
import { memoryDirectory, memoryEndDateReading, memoryResults, openGate } from './memory.ts';
import { startPartnerCenter } from './partner-center/server.ts';
import { createStory } from './partner-center/story/story.ts';
import { messageAsText } from './slack/as-text.ts';

type Tenant = Pick<PartnerCenterOptions, 'tenantId' | 'clientId' | 'credential' | 'cloud' | 'partnerCenterUrl' | 'entraAuthorityUrl' | 'concurrency'>;

interface OpenTenant {
  readonly tenant: Tenant;
  readonly says: string;
  close(): Promise<void>;
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const clock = (): Date => new Date();

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

async function search({ tenant, says }: OpenTenant, job: SearchJob, form: 'text' | 'json'): Promise<string> {
  const log = createLogger('silent');
  const results = memoryResults();
  const partnerCenter = connectPartnerCenter({
    ...tenant, environment: process.env, gate: openGate(), endDateReading: memoryEndDateReading(), clock, random: Math.random, newId: randomUUID, log,
  });
  try {
    const facts = await findAnswer({
      source: partnerCenter.source, results, directory: memoryDirectory(), clock, log, newResultId: randomUUID,
      hash: (text) => createHash('sha256').update(text).digest('hex'),
    }, job, AbortSignal.timeout(10 * 60_000));
    if (form === 'json') {
      const { id: _, planKey: __, ...told } = facts;
      return JSON.stringify({ tenant: says, ...told, records: await results.records(facts.id, 0, facts.listed) }, undefined, 2);
    }
    return `${says}\n\n${asText(await readPage(results, facts, 0))}`;
  } finally {
    await partnerCenter.close();
  }
}

function asText(screen: Screen): string {
  const { text, blocks } = createRenderer('npm run try --')(screen).rich;
  return messageAsText({ text, blocks: blocks.map((block) => ({ ...block })) }, { zone, now: Date.now() });
}

async function main(words: readonly string[]): Promise<number> {
  const form = words.includes('--json') ? 'json' : 'text';
  const command = parseCommand(words.filter((word) => word !== '--json').join(' '), { now: clock(), zone });
  if (command.kind !== 'search') {
    process.stdout.write(`${asText(command)}\n`);
    return command.kind === 'help' ? 0 : 1;
  }
  const unshown = unshownShape(command.search);
  if (unshown) {
    process.stdout.write(`${asText({ kind: 'mistake', mistake: unshown })}\n`);
    return 1;
  }
  const tenant = await openTenant();
  try {
    const { search: asked, range, clamped } = command;
    const answer = await search(tenant, {
      version: 2, command: printSearch(asked), zone: asked.zone ?? zone, filter: asked.filter, clamped,
      from: range.from.toISOString(), to: range.to.toISOString(), correlationId: randomUUID(),
      answerTo: { responseUrl: 'https://localhost/', openUntil: 0, userId: '' },
    }, form);
    process.stdout.write(`${answer}\n`);
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
