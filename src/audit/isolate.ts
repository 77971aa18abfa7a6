/** Sets a name apart from what stands beside it in a line. */

/** Letters of scripts that are read from right to left: https://www.unicode.org/reports/tr9/ */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/**
 * A name read from right to left between U+2068 and U+2069, so that the number behind it stays behind it; every other
 * name as it is, since what cannot be seen would be copied with it. Done twice, it is done once.
 */
export function isolated(name: string): string {
  const bare = name.replace(/[\u2066-\u2069]/g, '');
  return RIGHT_TO_LEFT.test(bare) ? `\u2068${bare}\u2069` : bare;
}
