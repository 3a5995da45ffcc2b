import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { join } from 'node:path';
import { DomainError } from '#platform';
import { MAX_FILE_BYTES, type ImportFile } from './import-file.js';

/** The files of a folder, not those of folders within it; of a file too large to import no more than shows that it is. */
export async function filesIn(folder: string): Promise<ImportFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => {
    throw new DomainError('missing', 'folder.unreadable', {
      zh: `读不了文件夹“${folder}”。请核对路径和权限。`,
      en: `The folder “${folder}” cannot be read. Check the path and your rights to it.`,
    });
  });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => {
      const bytes = await buffer(createReadStream(join(folder, name), { end: MAX_FILE_BYTES }));
      return { name, bytes };
    }),
  );
}
