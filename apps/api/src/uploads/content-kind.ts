import { isUtf8 } from 'node:buffer';

/** What files begin with that are neither a workbook nor text, whatever their names say. */
const OTHERS: [string, RegExp][] = [
  ['PDF', /^25504446/],
  ['Windows program', /^4d5a/],
  ['Linux program', /^7f454c46/],
  ['macOS program', /^(feedface|feedfacf|cefaedfe|cffaedfe|cafebabe)/],
  ['PNG', /^89504e47/],
  ['JPEG', /^ffd8ff/],
  ['GIF', /^47494638/],
  ['RAR', /^526172211a07/],
  ['7z', /^377abcaf271c/],
  ['gzip', /^1f8b/],
  ['script', /^2321/],
];

/** A byte order mark of UTF-16, whose text is full of NUL. */
const UTF_16 = /^(fffe|feff)/;
const ZIP = '504b0304';
/** Old Excel, and workbooks with a password: the import says how to save them anew. */
const COMPOUND = 'd0cf11e0a1b11ae1';

/** What a file is by its first bytes: a workbook or text, which is all that comes in, or what else it is. */
export function contentKind(head: Buffer): { accepted: true } | { accepted: false; kind: string } {
  const hex = head.toString('hex', 0, 16);
  if (hex.startsWith(ZIP) || hex.startsWith(COMPOUND) || UTF_16.test(hex)) return { accepted: true };
  const other = OTHERS.find(([, mark]) => mark.test(hex));
  if (other) return { accepted: false, kind: other[0] };
  const controls = head.filter((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d).length;
  // A stray control character in a text is the import's to name with its row; many are no text.
  return controls > head.length / 20 && !isUtf8(head) ? { accepted: false, kind: 'binary' } : { accepted: true };
}
