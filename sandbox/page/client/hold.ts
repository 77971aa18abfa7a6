/** Nothing moves under a finger: a click is lost when what was pressed is elsewhere, or another, once it is let go. */
import { closest } from './dom.ts';

/** Does it now, or when the press has ended that is under way; in order. */
export type Hold = (work: () => void) => void;

/** A native list of choices takes the end of the press for itself, so it is not waited for. */
const PRESSED = 'button,summary,a';
const ENDS = ['pointerup', 'pointercancel', 'dragend', 'blur'] as const;

/** For what would move the content of `root`. */
export function holdPresses(root: HTMLElement): Hold {
  let held: (() => void)[] | undefined;
  const release = (): void => {
    const due = held ?? [];
    held = undefined;
    for (const work of due) work();
  };
  root.addEventListener('pointerdown', ({ target, button }) => {
    if (held || button !== 0 || !closest(target, PRESSED)) return;
    held = [];
    const over = new AbortController();
    const end = (): void => {
      over.abort();
      // The click comes right after, in the same turn.
      setTimeout(release);
    };
    for (const name of ENDS) addEventListener(name, end, { signal: over.signal });
  });
  return (work) => {
    if (held) held.push(work);
    else work();
  };
}
