/** The operations and resource types that are known, in the words of the log and in those of people. */
import type { KnownBlock } from '@slack/types';
import type { Operation, Resource } from '../../audit/operations.ts';
import type { Rendered } from '../message.ts';
import { button, buttonRow, greyLine, header, labelled, plainParagraph, rendered } from './elements.ts';
import { counted } from './text.ts';
import { capitalised } from './value-words.ts';

/** Few enough to be tried one by one. */
const FEW = 3;
const OPEN_LIST = 'Microsoft adds new ones: a value that is not known here is shown as it came, and op "value" raw asks for it.';

export function operationsMessage({ word, operations }: { readonly word?: string; readonly operations: readonly Operation[] }, commandName: string): Rendered {
  if (operations.length === 0) return noneMessage(word ?? '', commandName);
  const title = `${counted(operations.length, 'operation')}${word === undefined ? ' I know' : ` for “${word}”`}`;
  const few = operations.length <= FEW ? operations : [];
  return rendered(`${title}: ${operations.map(({ value }) => value).join(', ')}`, [
    header(title),
    ...(word === undefined ? wordsOf(operations) : groupsOf(operations)),
    greyLine(`Risk and category are this bot’s judgement. ${OPEN_LIST}`),
    ...(word === undefined ? [greyLine(`${commandName} operations and a word, such as ${commandName} operations order, says what each of them means.`)] : []),
    ...buttonRow(few.map(({ value }, slot) => {
      const command = `op ${value} last 30d`;
      return button(`Run: ${command}`, { kind: 'run', command }, slot, `Run ${command}`);
    })),
  ]);
}

/** All words at a glance: a paragraph for each category, what is of high risk first. */
function wordsOf(operations: readonly Operation[]): readonly KnownBlock[] {
  return byCategory(operations).flatMap(([category, those]) => {
    const lines = (['high', 'medium', 'low'] as const).map((risk) => [`${capitalised(risk)} risk`, those.filter((one) => one.risk === risk).map(({ value }) => value).join(', ')] as const);
    return [greyLine(`Category ${category}: ${counted(those.length, 'operation')}`), labelled(lines.filter(([, values]) => values !== ''))];
  });
}

/** Each operation with what it means, one block for each category. */
function groupsOf(operations: readonly Operation[]): readonly KnownBlock[] {
  return byCategory(operations).flatMap(([category, those]) => [
    greyLine(`Category ${category}`),
    labelled(those.map(({ value, label, risk }) => [value, `${label}${risk === 'low' ? '' : `, ${risk} risk`}`])),
  ]);
}

/** In the order of the alphabet. */
function byCategory(operations: readonly Operation[]): readonly (readonly [string, readonly Operation[]])[] {
  const categories = [...new Set(operations.map(({ category }) => category))].toSorted();
  return categories.map((category) => [category, operations.filter((operation) => operation.category === category)]);
}

function noneMessage(word: string, commandName: string): Rendered {
  const line = `I know no operation with “${word}” in it.`;
  return rendered(`${line} ${OPEN_LIST}`, [
    plainParagraph(line),
    greyLine(OPEN_LIST),
    ...buttonRow([button('Run: operations', { kind: 'run', command: 'operations' }, 'all', `Run ${commandName} operations`)]),
  ]);
}

export function resourcesMessage(resources: readonly Resource[], commandName: string): Rendered {
  const title = `${counted(resources.length, 'resource type')} I know`;
  const named = resources.filter((resource) => !saysItself(resource));
  return rendered(`${title}: ${resources.map(({ value }) => value).join(', ')}`, [
    header(title),
    labelled([...named.map(({ value, label }) => [value, label] as const), ['And', resources.filter(saysItself).map(({ value }) => value).join(', ')]]),
    greyLine(`${commandName} resource and one of these asks for it; several are divided by commas.`),
  ]);
}

/** Whether the word of the log is what people call it. */
function saysItself({ value, label }: Resource): boolean {
  return value.replaceAll('_', ' ') === label.toLowerCase().replaceAll('-', ' ');
}
