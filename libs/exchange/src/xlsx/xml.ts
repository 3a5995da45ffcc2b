import { SaxesParser } from 'saxes';
import { FileRefused } from '../file-refused.js';

const MAX_DEPTH = 64;
const MAX_ATTRIBUTES = 200;

/** What a reader of XML is told; names come without their prefix. */
export interface XmlReader {
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Reads XML piece by piece; a part that is not there has none. A document type, and with it every entity of its own, is refused. */
export async function readXml(part: string, pieces: AsyncIterable<string>, reader: XmlReader): Promise<void> {
  const parser = new SaxesParser();
  let depth = 0;
  let attributes = 0;
  parser.on('doctype', () => {
    throw notAllowed(part, '含有 DOCTYPE', 'it has a DOCTYPE');
  });
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > MAX_ATTRIBUTES) throw notAllowed(part, '属性过多', 'too many attributes');
  });
  parser.on('opentag', (tag) => {
    depth += 1;
    attributes = 0;
    if (depth > MAX_DEPTH) throw notAllowed(part, '嵌套过深', 'it is nested too deeply');
    reader.open?.(localName(tag.name), tag.attributes);
  });
  parser.on('text', (text) => reader.text?.(text));
  parser.on('cdata', (text) => reader.text?.(text));
  parser.on('closetag', (tag) => {
    depth -= 1;
    reader.close?.(localName(tag.name));
  });
  parser.on('error', () => {
    throw notAllowed(part, 'XML 有错', 'its XML is broken');
  });
  let isEmpty = true;
  for await (const piece of pieces) {
    isEmpty &&= piece === '';
    parser.write(piece);
  }
  if (!isEmpty) parser.close();
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function notAllowed(part: string, zh: string, en: string): FileRefused {
  return new FileRefused('file.xlsx-broken', {
    zh: `工作簿的“${part}”读不了：${zh}。请在 Excel 中打开，“另存为”XLSX 后再导入。`,
    en: `“${part}” of the workbook cannot be read: ${en}. Open it in Excel, save as XLSX and import again.`,
  });
}
