import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/command/parse.ts';
import { CONTEXT } from './cases.ts';
import { commandLikeText, mutatedCommand } from './command-like-text.ts';

const KNOWN = { ...CONTEXT, known: { customers: ['Relecloud', 'Last Mile Logistics', 'Contoso GmbH & Co. KG'], complete: true, people: ['alice@partner.example', 'svc-sync@partner.example'] } };
const filler = fc.constantFrom('who changed', 'what did', 'show me', 'which', 'the', 'changes', 'by the sync account', 'at Relecloud', 'of our domain', 'difference to last week', 'why', 'most');
const sentence = fc.tuple(fc.array(filler, { minLength: 1, maxLength: 3 }), mutatedCommand).map(([words, command]) => [...words, command].join(' '));

describe('command/repairs', () => {
  it('offers only what is understood, and says what to type where it offers nothing', () => {
    fc.assert(fc.property(fc.oneof(mutatedCommand, sentence, commandLikeText), fc.constantFrom(CONTEXT, KNOWN), (text, context) => {
      const command = parseCommand(text, context);
      if (command.kind !== 'mistake') return;
      const { repairs, cure } = command.mistake;
      for (const repair of repairs) expect(parseCommand(repair, context).kind, `${text} → ${repair}`).not.toBe('mistake');
      expect(repairs.length).toBeLessThanOrEqual(3);
      expect(cure).toMatch(/^[A-Z`].{10,}[.?]$/s);
    }), { numRuns: 3_000 });
  });
});
