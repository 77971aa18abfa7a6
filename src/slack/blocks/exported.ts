/** A file: that it is asked for, that it was sent, and how to tell that it is the right one. */
import type { Screen } from '../../features/screens.ts';
import type { Rendered } from '../message.ts';
import { buttonRow, greyLine, plainParagraph, rendered } from './elements.ts';
import { cancelButton } from './notices.ts';
import { counted, shortened } from './text.ts';
import { DIMENSION_WORDS } from './value-words.ts';

const KIB = 1_024;

/** The acknowledgement of an export. What holds no record brings no file. */
export function exportingMessage({ format, of, jobId, by }: Extract<Screen, { kind: 'exporting' }>): Rendered {
  const line = `The ${format.toUpperCase()} file is being written. It comes as a direct message from me${of === 'search' ? ', unless nothing matches' : ''}.`;
  const ungrouped = by === undefined ? [] : [`Groups (by ${by.map((dimension) => DIMENSION_WORDS[dimension]).join(' and ')}) are for answers shown here: the file holds every matching record.`];
  return rendered([line, ...ungrouped].join(' '), [plainParagraph(line), ...ungrouped.map(greyLine), ...buttonRow([cancelButton(jobId)])]);
}

export function exportedMessage({ name, records, total, bytes, sha256, command }: Extract<Screen, { kind: 'exported' }>): Rendered {
  const size = bytes < KIB * KIB ? `${Math.ceil(bytes / KIB)} kB` : `${(bytes / KIB / KIB).toFixed(1)} MB`;
  const line = `${name} is in your direct messages with me: ${counted(records, 'record')}, ${size}.`;
  const cut = `The file holds ${records.toLocaleString('en-US')} of ${counted(total, 'record')}: ask for a shorter time to get the rest.`;
  return rendered(line, [
    plainParagraph(line),
    ...(records < total ? [plainParagraph(cut)] : []),
    greyLine(`${shortened(command, 300)} · SHA-256 ${sha256}`),
  ]);
}
