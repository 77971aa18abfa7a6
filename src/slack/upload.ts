/** Files in direct messages, in Slack's three steps: https://docs.slack.dev/messaging/working-with-files#upload */
import type { WebClient } from '@slack/web-api';
import type { FileDelivery, SpooledFile } from '../features/answer-ports.ts';
import { Problem } from '../features/problem.ts';
import { openConversation, patiently } from './direct-message.ts';
import { escaped } from './blocks/text.ts';
import { isAllowedResponseUrl } from './response-url.ts';
import { mayHaveWorked, slackProblem } from './slack-problem.ts';

/** Hundreds of megabytes over a slow line. */
const UPLOAD_TIMEOUT_MS = 10 * 60_000;
/** https://docs.slack.dev/reference/methods/files.completeUploadExternal */
const COMMENT_LIMIT = 3_000;

export interface FileDeliveryDeps {
  readonly client: WebClient;
  readonly sleep: (ms: number) => Promise<void>;
  /** Origins that may be posted to beside Slack's own: see `allowedOriginsFor`. */
  readonly allowedOrigins: readonly string[];
}

/**
 * Uploads straight from the disk. Nothing is seen in Slack before the last step, so a failure leaves no half file, and
 * whoever stops it before that step gets none. When the answer to that step is lost, the Problem is not to be retried.
 */
export function createFileDelivery(deps: FileDeliveryDeps): FileDelivery {
  const { client, sleep } = deps;
  return {
    async send(userId, { name, comment, ...file }, signal) {
      try {
        const channel = await openConversation(deps, userId);
        const target = await patiently(sleep, () => client.files.getUploadURLExternal({ filename: name, length: file.bytes }));
        const { upload_url: url, file_id: id } = target;
        if (url === undefined || id === undefined || !isAllowedResponseUrl(url, deps.allowedOrigins)) throw notUploaded('Slack named no place for the file.');
        await upload(url, file, signal);
        await patiently(sleep, async () => {
          signal.throwIfAborted();
          return client.files.completeUploadExternal({ files: [{ id, title: name }], channel_id: channel, initial_comment: escaped(comment, COMMENT_LIMIT) })
            .catch((error: unknown) => { throw mayHaveWorked(error) ? notConfirmed(error) : error; });
        });
      } catch (error) {
        if (!(error instanceof Problem)) signal.throwIfAborted();
        throw slackProblem(error);
      }
    },
  };
}

async function upload(url: string, { content, bytes }: Pick<SpooledFile, 'content' | 'bytes'>, signal: AbortSignal): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'content-length': String(bytes) },
    body: content(),
    duplex: 'half',
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(UPLOAD_TIMEOUT_MS)]),
  });
  await response.body?.cancel();
  if (!response.ok) throw notUploaded(`Slack did not take the file (${response.status}).`);
}

/** A second try could bring a second file. */
function notConfirmed(cause: unknown): Problem {
  return new Problem({
    kind: 'unavailable', retryable: false, cause,
    whatHappened: 'Slack did not confirm the file.',
    whatToDo: 'Look whether it is in your direct messages with me; if not, export it again.',
  });
}

function notUploaded(whatHappened: string): Problem {
  return new Problem({ kind: 'unavailable', retryable: true, whatHappened, whatToDo: 'Export it again in a minute; nothing was sent.' });
}
