/** What stands out of an answer, in words. */
import { failuresOf, type Summary } from '../../audit/summary.ts';

/** `Stands out: 3 high risk, 43 failed; 5 shown`. A record may be both: it counts twice and is shown once. */
export function standoutsInWords(summary: Summary, shown: number): string {
  const { total, failed, risks: { high } } = summary;
  const failures = failuresOf(summary);
  const odd = ([
    [high < total ? high : 0, 'high risk'],
    [failures < total ? failed : 0, 'failed'],
    [failures < total ? failures - failed : 0, 'declined'],
  ] as const).filter(([count]) => count > 0);
  const words = odd.map(([count, word]) => `${count.toLocaleString('en-US')} ${word}`).join(', ');
  return `Stands out: ${words}${shown < odd.reduce((sum, [count]) => sum + count, 0) ? `; ${shown} shown` : ''}`;
}
