import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { FileRefused } from '../file-refused.js';

const MAX_ENTRIES = 200;
const MAX_BYTES_INSIDE = 50 * 1024 * 1024;
const MAX_RATIO = 200;
/** Small entries of nothing but zeros compress well without harm. */
const RATIO_COUNTS_FROM = 1024 * 1024;

/**
 * A zip archive opened with a budget: how many entries, how many bytes they inflate to in all, and how strongly an entry
 * may be compressed. What the archive declares is checked first, what really comes out is counted while it comes.
 */
export class Archive {
  #bytesLeft = MAX_BYTES_INSIDE;

  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  static async open(bytes: Buffer): Promise<Archive> {
    refuseCompoundFile(bytes);
    const zip = await fromBufferPromise(bytes).catch(notAnArchive);
    if (zip.entryCount > MAX_ENTRIES) throw tooMuchInside(`${zip.entryCount} 个条目`, `${zip.entryCount} entries`);
    const entries = new Map<string, Entry>();
    let declared = 0;
    for await (const entry of eachEntry(zip)) {
      if (entries.has(entry.fileName)) throw broken(`“${entry.fileName}”重复`, `“${entry.fileName}” stands twice`);
      entries.set(entry.fileName, entry);
      declared += entry.uncompressedSize;
      refuseBomb(entry, declared);
    }
    return new Archive(zip, entries);
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** The text of an entry piece by piece; an entry that is not there has no text. */
  async *text(name: string): AsyncGenerator<string> {
    const entry = this.entries.get(name);
    if (entry === undefined) return;
    const decoder = new TextDecoder('utf-8', { fatal: true });
    try {
      const stream = await this.zip.openReadStreamPromise(entry);
      const chunks: AsyncIterable<Buffer> = stream;
      for await (const chunk of chunks) {
        this.#bytesLeft -= chunk.length;
        if (this.#bytesLeft < 0) throw tooMuchInside('解压后超过 50 MB', 'more than 50 MB when unpacked');
        yield decoder.decode(chunk, { stream: true });
      }
      yield decoder.decode();
    } catch (error) {
      // Whatever the inflater, the zip reader or the decoder stumbles over is a fault of the file.
      throw error instanceof FileRefused ? error : broken(`“${name}”已损坏`, `“${name}” is damaged`);
    }
  }
}

async function* eachEntry(zip: ZipFile): AsyncGenerator<Entry> {
  try {
    yield* zip.eachEntry();
  } catch {
    // The zip reader says with an error that the directory is damaged, or names a path outside of the archive.
    throw broken('目录已损坏', 'its directory is damaged');
  }
}

function refuseBomb(entry: Entry, declared: number): void {
  if (entry.isEncrypted()) throw isProtected();
  if (declared > MAX_BYTES_INSIDE) throw tooMuchInside('解压后超过 50 MB', 'more than 50 MB when unpacked');
  const ratio = entry.uncompressedSize / Math.max(entry.compressedSize, 1);
  if (entry.uncompressedSize > RATIO_COUNTS_FROM && ratio > MAX_RATIO) {
    const times = Math.round(ratio);
    throw tooMuchInside(`“${entry.fileName}”压缩了 ${times} 倍`, `“${entry.fileName}” is compressed ${times} times`);
  }
}

/** Password-protected workbooks and those of old Excel (.xls) are compound files, not zip archives. */
function refuseCompoundFile(bytes: Buffer): void {
  if (bytes.toString('hex', 0, 8) === 'd0cf11e0a1b11ae1') throw isProtected();
}

function notAnArchive(): never {
  throw new FileRefused('file.not-xlsx', {
    zh: '不是 XLSX 工作簿，或文件不完整。请在 Excel 中打开，“另存为”XLSX 后再导入。',
    en: 'This is no XLSX workbook, or the file is cut short. Open it in Excel, save as XLSX and import again.',
  });
}

function isProtected(): FileRefused {
  return new FileRefused('file.protected', {
    zh: '工作簿设有密码，或是旧版 .xls 格式。请在 Excel 中去掉密码，“另存为”XLSX 后再导入。',
    en: 'The workbook has a password, or is of the old .xls format. Remove the password, save as XLSX and import again.',
  });
}

function broken(zh: string, en: string): FileRefused {
  return new FileRefused('file.xlsx-broken', {
    zh: `工作簿已损坏：${zh}。请在 Excel 中打开，“另存为”XLSX 后再导入。`,
    en: `The workbook is damaged: ${en}. Open it in Excel, save as XLSX and import again.`,
  });
}

function tooMuchInside(zh: string, en: string): FileRefused {
  return new FileRefused('file.too-much-inside', {
    zh: `工作簿内容过大：${zh}。请只保留要导入的工作表，删去图片和附件，“另存为”XLSX 后再导入。`,
    en: `The workbook holds too much: ${en}. Keep only the sheet to import, remove pictures and attachments, and save it again.`,
  });
}
