/** Opens the search form: empty, or filled in from a command that was typed or from the search of an answer. */
import type { ParseContext } from '../command/command.ts';
import { EMPTY_FORM, type SearchForm } from '../command/form.ts';
import { formOfText, type FormOfText } from '../command/form-of-text.ts';
import { admit, type AccessDeps, type AdmitDeps, type Asker } from './access.ts';
import type { ResultStore } from './answer-ports.ts';
import type { Directory, KnownCustomer, Log } from './ports.ts';
import { namesIn } from './known-names.ts';
import { reachOf, type CopiedDeps } from './read-copy.ts';
import type { RefusedScreen } from './screens.ts';

export interface OpenFormDeps extends AdmitDeps, CopiedDeps {
  readonly directory: Pick<Directory, 'everybody'>;
  readonly results: Pick<ResultStore, 'question'>;
  readonly log: Log;
}

/** What the form is filled in from. */
export type FormOrigin =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'result'; readonly resultId: string };

/** A form to be filled in, and the names of the customers whose ids stand in it. */
export interface FormToFill extends FormOfText {
  readonly kind: 'form';
  readonly names: ReadonlyMap<string, string>;
  /** The search of the answer is no longer remembered. */
  readonly forgotten?: true;
}

/** Somebody who may not use the bot here; `elsewhere` says that some channels have it for everybody in them. */
export interface FormRefused extends RefusedScreen {
  readonly elsewhere: boolean;
}

export type FormScreen = FormToFill | FormRefused;

/** The form as it opens. Throws a Problem where the search of an answer cannot be looked up. */
export async function openForm(deps: OpenFormDeps, asker: Asker, origin: FormOrigin): Promise<FormScreen> {
  const admitted = await admit(deps, asker);
  if (admitted.kind === 'refused') return { ...admitted, elsewhere: opensElsewhere(deps) };
  const context = { now: deps.clock(), zone: admitted.zone, ...await reachOf(deps), kept: true as const };
  switch (origin.kind) {
    case 'nothing': return { kind: 'form', form: EMPTY_FORM, names: new Map() };
    case 'text': return filledIn(deps, origin.text, context);
    case 'result': {
      const question = await deps.results.question(origin.resultId);
      return question ? filledIn(deps, question.command, context) : { kind: 'form', form: EMPTY_FORM, names: new Map(), forgotten: true };
    }
  }
}

/** Whether somebody who is refused here may be let in by typing in a channel of the list. */
export function opensElsewhere({ policy }: AccessDeps): boolean {
  return policy.rules.some(({ kind }) => kind === 'channel');
}

async function filledIn(deps: OpenFormDeps, text: string, context: ParseContext): Promise<FormToFill> {
  const customers = await customersInDirectory(deps);
  const found = formOfText(text, { ...context, known: { customers: namesIn(customers), complete: false } });
  return { kind: 'form', ...found, names: namesOfIds(found.form, customers) };
}

/** Without the directory a customer's id stands for its name. */
async function customersInDirectory({ directory, log }: OpenFormDeps): Promise<readonly KnownCustomer[]> {
  try {
    return (await directory.everybody()).customers;
  } catch {
    log.warn({}, 'known customers could not be read');
    return [];
  }
}

function namesOfIds({ customers }: SearchForm, known: readonly KnownCustomer[]): ReadonlyMap<string, string> {
  const ids = new Set(customers.flatMap((customer) => (customer.kind === 'id' ? [customer.id.toLowerCase()] : [])));
  return new Map(known.filter(({ id }) => ids.has(id.toLowerCase())).map(({ id, name }) => [id.toLowerCase(), name]));
}
