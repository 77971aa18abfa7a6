/** The three steps of an upload. Page: docs.slack.dev/messaging/working-with-files */
import { randomBytes } from 'node:crypto';
import { isList, isObject } from '../block-kit/rules.ts';
import type { JsonObject } from '../block-kit/rules.ts';
import { checkMessage } from '../state.ts';
import type { SlackState, StoredFile } from '../state.ts';
import { APP } from '../workspace.ts';
import { SlackError, invalidArguments } from './arguments.ts';
import type { Arguments } from './arguments.ts';
import { target } from './chat.ts';
import { hasBot } from './conversations.ts';

export const getUploadUrl = (state: SlackState, args: Arguments): JsonObject => {
  const filename = args.need('filename');
  const length = Number(args.need('length'));
  if (!Number.isInteger(length) || length < 1) throw invalidArguments('must be a positive number [json-pointer:/length]');
  const id = `F0${randomBytes(5).toString('hex').toUpperCase()}`;
  state.files.set(id, { id, filename, title: filename, bytes: undefined, isComplete: false });
  return { file_id: id, upload_url: `${state.baseUrl}/upload/v1/${id}` };
};

/** The raw POST between the two calls: a plain body, or a form with one file. Returns the status and its text. */
export const receiveUpload = async (
  state: SlackState, id: string, body: Buffer, contentType: string,
): Promise<{ readonly status: number; readonly text: string }> => {
  const file = state.files.get(id);
  if (file === undefined || file.isComplete) return { status: 404, text: 'not found' };
  let bytes = body;
  if (contentType.startsWith('multipart/form-data')) {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
    const part = [...form.values()].find((value) => typeof value !== 'string');
    if (part === undefined) return { status: 400, text: 'no file' };
    bytes = Buffer.from(await part.arrayBuffer());
  }
  state.files.set(id, { ...file, bytes });
  return { status: 200, text: `OK - ${bytes.length}` };
};

const finished = (state: SlackState, wanted: unknown): StoredFile => {
  const file = isObject(wanted) ? state.files.get(String(wanted['id'])) : undefined;
  if (file === undefined || file.bytes === undefined || file.isComplete) throw new SlackError('file_not_found');
  const title = isObject(wanted) && typeof wanted['title'] === 'string' ? wanted['title'] : file.title;
  return { ...file, title, isComplete: true };
};

/** Blocks stand in place of the comment, and only where there is none. */
const readBlocks = (state: SlackState, args: Arguments): readonly JsonObject[] => {
  const blocks = args.structure('blocks', 'invalid_blocks') ?? [];
  if (!isList(blocks) || !blocks.every(isObject)) throw new SlackError('invalid_blocks');
  // A file is its own text.
  const lines = blocks.length === 0 ? [] : checkMessage(state, 'files.completeUploadExternal', { text: 'a file', blocks });
  if (lines.length > 0) throw new SlackError('invalid_blocks', { response_metadata: { messages: lines } });
  return blocks;
};

/** Works once per file; without `channel_id` the file stays private to the bot. */
export const completeUpload = (state: SlackState, args: Arguments): JsonObject => {
  const wanted = args.structure('files', 'invalid_arguments');
  if (!isList(wanted) || wanted.length === 0) throw invalidArguments('missing required field: files [json-pointer:/files]');
  const files = wanted.map((one) => finished(state, one));
  const id = args.text('channel_id');
  if (id !== undefined && state.people.has(id)) throw new SlackError('channel_not_found');
  const channel = id === undefined ? undefined : target(state, id);
  if (channel !== undefined && !hasBot(channel)) throw new SlackError('not_in_channel');
  const comment = args.text('initial_comment');
  const blocks = comment === undefined ? readBlocks(state, args) : [];
  for (const file of files) state.files.set(file.id, { ...file, ...(channel === undefined ? {} : { channel: channel.id }) });
  if (channel !== undefined) {
    const threadTs = args.text('thread_ts');
    state.messages.add({
      channel: channel.id, author: APP.userId, text: comment ?? '', blocks, files: files.map((file) => file.id),
      ...(threadTs === undefined ? {} : { threadTs }),
    });
  }
  return { files: files.map((file) => ({ id: file.id, title: file.title })) };
};
