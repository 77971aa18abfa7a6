/** `whoami` and `version`: who asks, and what answers. */
import { admittingRule, type AccessDeps, type AccessRule } from './access.ts';
import type { Person } from './people-ports.ts';
import type { Asking } from './queue-job.ts';
import type { Screen } from './screens.ts';

/** What is known of the program and its place since it started. */
export interface About {
  readonly version: string;
  readonly node: string;
  /** The name of the workspace, as Slack says it. */
  readonly workspace: string;
  /** Whether the scope users:read.email is granted. */
  readonly readsEmail: boolean;
}

export interface AboutDeps extends AccessDeps {
  readonly about: About;
}

/** Who somebody is here, and by which entry of the access list they are let in. */
export async function showWhoAmI(deps: AboutDeps, { person, place, zone }: Asking & { readonly person: Person }): Promise<Screen> {
  const rule = await admittingRule(deps, person, place);
  return {
    kind: 'whoami', userId: person.id, workspace: deps.about.workspace, zone, role: person.isAdmin ? 'admin' : 'member',
    allowedBy: rule ? entryOf(rule) : 'none any more', readsEmail: deps.about.readsEmail,
  };
}

function entryOf(rule: AccessRule): string {
  return 'id' in rule ? rule.id : rule.kind;
}

/** Which version of the bot answers, and on which Node. */
export function showVersion({ about: { version, node } }: AboutDeps): Screen {
  return { kind: 'version', version, node };
}
