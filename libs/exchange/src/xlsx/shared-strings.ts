import { FileRefused } from '../file-refused.js';
import type { Archive } from './archive.js';
import { readXml } from './xml.js';

const PART = 'xl/sharedStrings.xml';
const MAX_STRINGS = 500_000;
/** As many characters as Excel allows in a cell. */
export const MAX_CELL_CHARACTERS = 32_767;

/** The texts that cells refer to by number, in their order. */
export async function readSharedStrings(archive: Archive): Promise<string[]> {
  const strings: string[] = [];
  const text = new RichText();
  await readXml(PART, archive.text(PART), {
    open(name) {
      if (name === 'si') text.begin();
      text.open(name);
    },
    text: (piece) => text.add(piece),
    close(name) {
      text.close(name);
      if (name !== 'si') return;
      if (strings.length === MAX_STRINGS) throw tooManyTexts();
      strings.push(text.value);
    },
  });
  return strings;
}

/** Gathers the text of a cell from its runs, leaving out the phonetic hints that may stand beside them. */
export class RichText {
  #value = '';
  #isInText = false;
  #isInPhonetic = false;

  begin(): void {
    this.#value = '';
  }

  open(name: string): void {
    if (name === 'rPh') this.#isInPhonetic = true;
    if (name === 't') this.#isInText = true;
  }

  add(piece: string): void {
    if (!this.#isInText || this.#isInPhonetic) return;
    this.#value += piece;
    if (this.#value.length > MAX_CELL_CHARACTERS * 2) throw tooLongText();
  }

  close(name: string): void {
    if (name === 'rPh') this.#isInPhonetic = false;
    if (name === 't') this.#isInText = false;
  }

  /** With Excel's own escapes (`_x000D_`) resolved. */
  get value(): string {
    return this.#value.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
}

function tooManyTexts(): FileRefused {
  return new FileRefused('file.too-much-inside', {
    zh: `工作簿里的文本超过 ${MAX_STRINGS} 条。请只保留要导入的工作表，“另存为”XLSX 后再导入。`,
    en: `The workbook holds more than ${MAX_STRINGS} texts. Keep only the sheet to import and save it again.`,
  });
}

export function tooLongText(): FileRefused {
  return new FileRefused('file.too-much-inside', {
    zh: `有单元格超过 ${MAX_CELL_CHARACTERS} 个字。请删减后再导入。`,
    en: `A cell holds more than ${MAX_CELL_CHARACTERS} characters. Shorten it and import again.`,
  });
}
