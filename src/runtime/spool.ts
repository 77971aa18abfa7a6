/** A private file for what is too long to be held: it has a name for a moment only, so nothing of it outlives the process. */
import { createHash } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const OWNER_ONLY = 0o600;

/**
 * Opens a new file and takes its name away while it is empty: from then on only this process reaches it, and the system
 * frees it when the process ends, killed or not. Rejects when the disk does not take it.
 */
export async function openSpool() {
  const file = await openNameless();
  const checksum = createHash('sha256');
  let bytes = 0;
  return {
    async write(text: string): Promise<void> {
      const chunk = Buffer.from(text);
      checksum.update(chunk);
      bytes += chunk.length;
      await file.writeFile(chunk);
    },
    async finish() {
      const content = (): AsyncIterable<Uint8Array> => file.createReadStream({ start: 0, autoClose: false });
      return { content, bytes, sha256: checksum.digest('hex') };
    },
    async remove(): Promise<void> {
      await file.close().catch(() => undefined);
    },
  };
}

async function openNameless() {
  const folder = await mkdtemp(join(tmpdir(), 'audit-export-'));
  try {
    return await open(join(folder, 'records'), 'wx+', OWNER_ONLY);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
