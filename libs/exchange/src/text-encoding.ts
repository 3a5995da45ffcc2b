import { isUtf8 } from 'node:buffer';
import { FileRefused } from './file-refused.js';

export interface DecodedText {
  text: string;
  encoding: 'UTF-8' | 'UTF-16' | 'GB18030';
}

const GB_SHARE_OF_CHINESE = 0.85;
const REPLACEMENT = '\ufffd';

/**
 * The text of a file: UTF-8 with or without a byte order mark, UTF-16 with one, or GBK/GB18030 as Chinese Excel writes
 * it. Anything else is refused, rather than read as nonsense.
 */
export function decodeText(bytes: Buffer): DecodedText {
  const marked = markOf(bytes);
  if (marked === 'UTF-32') throw unknownEncoding();
  if (marked !== null) {
    const text = decoded(bytes, marked);
    if (text === null) throw unknownEncoding();
    return { text, encoding: 'UTF-16' };
  }
  if (isUtf8(bytes)) {
    if (bytes.includes(0)) throw notText();
    return { text: new TextDecoder('utf-8').decode(bytes), encoding: 'UTF-8' };
  }
  const gb18030 = looksLikeChinese(bytes) ? decoded(bytes, 'gb18030') : null;
  if (gb18030 === null) throw unknownEncoding();
  return { text: gb18030, encoding: 'GB18030' };
}

function markOf(bytes: Buffer): 'utf-16le' | 'utf-16be' | 'UTF-32' | null {
  const mark = bytes.toString('hex', 0, 4);
  if (mark === 'fffe0000' || mark === '0000feff') return 'UTF-32';
  if (mark.startsWith('fffe')) return 'utf-16le';
  return mark.startsWith('feff') ? 'utf-16be' : null;
}

/** The text, or null where bytes (or a character put in for some before) do not belong to the encoding. */
function decoded(bytes: Buffer, encoding: string): string | null {
  const text = new TextDecoder(encoding).decode(bytes);
  return text.includes(REPLACEMENT) ? null : text;
}

/**
 * Nearly all Chinese text lies in the part of GB18030 that GB 2312 laid down, where both bytes are 0xA1 or more. Bytes of
 * Big5, Shift-JIS or broken UTF-8 fall outside it again and again, though they too decode without error.
 */
function looksLikeChinese(bytes: Buffer): boolean {
  let pairs = 0;
  let common = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const lead = bytes[index] ?? 0;
    if (lead < 0x80) continue;
    const trail = bytes[index + 1] ?? 0;
    pairs += 1;
    if (lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1) common += 1;
    index += trail >= 0x30 && trail <= 0x39 ? 3 : 1;
  }
  return common >= pairs * GB_SHARE_OF_CHINESE;
}

function unknownEncoding(): FileRefused {
  return new FileRefused('file.encoding-unknown', {
    zh: '认不出文件的文字编码。请在 Excel 中“另存为”CSV UTF-8（逗号分隔）或 XLSX，再导入。',
    en: 'The text encoding is not recognised. In Excel, save as “CSV UTF-8 (comma delimited)” or XLSX, then import again.',
  });
}

function notText(): FileRefused {
  return new FileRefused('file.not-text', {
    zh: '文件含有 NUL 字符，不是文本文件。请在 Excel 中“另存为”CSV UTF-8（逗号分隔）或 XLSX，再导入。',
    en: 'The file holds NUL characters and is no text. In Excel, save as “CSV UTF-8 (comma delimited)” or XLSX, then import again.',
  });
}
