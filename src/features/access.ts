/** Who may use the bot: decided in one place, for commands, clicks, modals, and again when an answer is sent. */
import type { People, Person } from './people-ports.ts';
import type { RefusedScreen, Refusal } from './screens.ts';

/** One entry of AUDIT_ACCESS. */
export type AccessRule =
  | { readonly kind: 'admins' }
  | { readonly kind: 'everyone' }
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'group'; readonly id: string }
  | { readonly kind: 'channel'; readonly id: string };

/** The organisation whose members the lists speak of: a workspace, or the Enterprise Grid it belongs to. */
export interface Organisation {
  readonly teamId: string;
  readonly enterpriseId?: string;
}

export interface AccessPolicy {
  readonly rules: readonly AccessRule[];
  readonly organisation: Organisation;
}

/** Who asks, and in which channel; App Home, shortcuts and direct messages have none. */
export interface Asker {
  readonly userId: string;
  readonly channelId?: string;
}

export type AccessDecision =
  | { readonly kind: 'allowed'; readonly person: Person }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface AccessDeps {
  readonly people: People;
  readonly policy: AccessPolicy;
}

/**
 * Decides whether somebody may use the bot here and now. Guests, bots, deactivated people and people of other
 * organisations are refused whatever the list says; when Slack cannot say who somebody is, the answer is no.
 */
export async function checkAccess(deps: AccessDeps, asker: Asker): Promise<AccessDecision> {
  const person = await deps.people.find(asker.userId);
  if (!person) return { kind: 'refused', refusal: 'unknown-person' };
  const outsider = outsiderKind(person, deps.policy.organisation);
  if (outsider) return { kind: 'refused', refusal: outsider };
  const rule = await admittingRule(deps, person, asker);
  return rule ? { kind: 'allowed', person } : { kind: 'refused', refusal: 'not-listed' };
}

export interface AdmitDeps extends AccessDeps {
  /** IANA name of the zone of those whose own Slack does not tell. */
  readonly defaultZone: string;
}

/** Somebody who may use the bot here, and the zone in which they mean days. */
export interface Admitted {
  readonly kind: 'admitted';
  readonly person: Person;
  readonly zone: string;
}

/** Lets somebody in, or gives what they are told instead. Decides as `checkAccess` does. */
export async function admit(deps: AdmitDeps, asker: Asker): Promise<Admitted | RefusedScreen> {
  const access = await checkAccess(deps, asker);
  if (access.kind === 'refused') return { kind: 'refused', refusal: access.refusal, userId: asker.userId };
  return { kind: 'admitted', person: access.person, zone: access.person.zone ?? deps.defaultZone };
}

/** The first entry of the access list that covers somebody. */
export async function admittingRule(deps: AccessDeps, person: Person, asker: Asker): Promise<AccessRule | undefined> {
  for (const rule of deps.policy.rules) {
    if (await isCovered(deps, rule, person, asker)) return rule;
  }
  return undefined;
}

/** Reads an access list as the contract writes it. Returns the entries that are none. */
export function readAccessRules(text: string): { readonly rules: readonly AccessRule[]; readonly wrong: readonly string[] } {
  const entries = text.split(',').map((entry) => entry.trim()).filter((entry) => entry !== '');
  const rules = entries.map((entry) => ({ entry, rule: readRule(entry) }));
  return {
    rules: rules.flatMap(({ rule }) => rule ?? []),
    wrong: rules.filter(({ rule }) => rule === undefined).map(({ entry }) => entry),
  };
}

function readRule(entry: string): AccessRule | undefined {
  if (entry === 'admins' || entry === 'everyone') return { kind: entry };
  if (/^[UW][A-Z0-9]{2,}$/.test(entry)) return { kind: 'person', id: entry };
  if (/^S[A-Z0-9]{2,}$/.test(entry)) return { kind: 'group', id: entry };
  if (/^[CG][A-Z0-9]{2,}$/.test(entry)) return { kind: 'channel', id: entry };
  return undefined;
}

function outsiderKind(person: Person, organisation: Organisation): Refusal | undefined {
  if (person.isDeactivated) return 'deactivated';
  if (person.isBot) return 'bot';
  if (person.isStranger || !belongsTo(person, organisation)) return 'other-organisation';
  if (person.isGuest) return 'guest';
  return undefined;
}

function belongsTo(person: Person, organisation: Organisation): boolean {
  if (organisation.enterpriseId !== undefined && person.enterpriseId === organisation.enterpriseId) return true;
  return person.teamId === organisation.teamId;
}

async function isCovered({ people, policy }: AccessDeps, rule: AccessRule, person: Person, asker: Asker): Promise<boolean> {
  switch (rule.kind) {
    // On a Grid, an admin of another workspace is a member here.
    case 'admins': return person.isAdmin && person.teamId === policy.organisation.teamId;
    case 'everyone': return true;
    case 'person': return rule.id === person.id;
    case 'channel': return rule.id === asker.channelId;
    case 'group': return await people.isInGroup(rule.id, person.id) === true;
  }
}
