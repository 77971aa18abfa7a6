/** Words of plain questions, and what must never be offered to somebody who only asks. */
import { distance } from './suggest.ts';

/** Words that a question is made of. They are typed as they are meant: none is a mistyped word of the language. */
const QUESTION_WORDS: ReadonlySet<string> = new Set([
  'who', 'whose', 'whom', 'what', "what's", 'which', 'why', 'how', 'where', 'when', 'did', 'does', 'do', 'has', 'have', 'had', 'was', 'were', 'is', 'are',
  'can', 'could', 'would', 'will', 'should', 'i', 'we', 'you', 'they', 'he', 'she', 'it', 'me', 'my', 'our', 'gave', 'give', 'given', 'got', 'get', 'hey', 'hi', 'hello', 'please', 'quickly',
]);

/** Verbs that change something, or post where others read. */
const ACTING: ReadonlySet<string> = new Set([
  'save', 'unsave', 'digest', 'alert', 'watch', 'mute', 'unmute', 'pause', 'resume', 'remove', 'share', 'cancel', 'run', 'test', 'feedback',
]);

export function isOfQuestion(word: string): boolean {
  return QUESTION_WORDS.has(word);
}

/** Whether a command whose first word is `offered` may be offered to somebody whose first word was `typed`, both in lower case. */
export function mayOffer(offered: string, typed: string): boolean {
  return !ACTING.has(offered) || offered === typed || !isOfQuestion(typed) && distance(typed, offered) <= 1;
}
