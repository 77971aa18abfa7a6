/** Writes down what people read of golden cases: `node scripts/record-case.ts <name>…`, or all of them without a name. */
import { existsSync, writeFileSync } from 'node:fs';
import { drawCase, fileOf, recordCases } from '../test/support/record-case.ts';

const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : recordCases()) {
  const { sentence, blocks } = drawCase(name);
  writeFileSync(fileOf(name, 'sentence.txt'), sentence);
  writeFileSync(fileOf(name, 'blocks.json'), blocks);
  if (!existsSync(fileOf(name, 'note.md'))) writeFileSync(fileOf(name, 'note.md'), 'Why this case exists: say it here.\n');
  process.stdout.write(`${name}: ${sentence}`);
}
