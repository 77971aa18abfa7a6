/** Every use of Redis as memory goes through here, so that a lost connection is told to people in one way. */
import { Problem } from '../features/problem.ts';

/** Runs a piece of storage work; a failure becomes a Problem that says what a person can do. */
export async function stored<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem({
      kind: 'storage',
      retryable: true,
      whatHappened: 'The bot cannot reach its own storage right now.',
      whatToDo: 'Try again in a minute; if it goes on, tell whoever runs this bot to look at Redis.',
      cause: error,
    });
  }
}
