import { readFileSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { readSheet } from '../read-sheet.js';

const SAMPLE_KPI = new URL('../../../../../apps/api/sample/hangzhou/kpi.csv', import.meta.url);

interface Part {
  name: string;
  content: string | Buffer;
  /** What the archive says it inflates to, where that is a lie. */
  declares?: number;
  flags?: number;
}

/** A zip archive, written by hand so that it can also be a bad one. */
function zip(parts: Part[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, declares, flags = 0 } of parts) {
    const raw = Buffer.from(content);
    const packed = deflateRawSync(raw);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(flags | 0x800, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(raw), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(declares ?? raw.length, 18);
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), facts, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const version = Buffer.from([20, 0]);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002', 'latin1'), version, facts, place, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

const NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATION = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

interface Workbook {
  rows?: string;
  sheets?: string;
  properties?: string;
  strings?: string;
  styles?: string;
  sheet?: string;
  more?: Part[];
}

function workbookParts(book: Workbook): Part[] {
  const sheets = book.sheets ?? '<sheet name="Sheet1" sheetId="1" r:id="rId1"/>';
  return [
    { name: '[Content_Types].xml', content: '<Types/>' },
    {
      name: 'xl/workbook.xml',
      content: `<workbook ${NAMESPACE} ${RELATION}>${book.properties ?? ''}<sheets>${sheets}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships><Relationship Id="rId0" Target="worksheets/none.xml"/><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: book.sheet ?? `<worksheet ${NAMESPACE}><sheetData>${book.rows ?? ''}</sheetData></worksheet>`,
    },
    ...(book.strings === undefined
      ? []
      : [{ name: 'xl/sharedStrings.xml', content: `<sst ${NAMESPACE}>${book.strings}</sst>` }]),
    ...(book.styles === undefined
      ? []
      : [{ name: 'xl/styles.xml', content: `<styleSheet ${NAMESPACE}>${book.styles}</styleSheet>` }]),
    ...(book.more ?? []),
  ];
}

const readBytes = (bytes: Buffer) => readSheet({ name: 'kpi.xlsx', bytes }, () => undefined);
const read = (book: Workbook) => readBytes(zip(workbookParts(book)));
const text = (content: string) => `<c t="inlineStr"><is><t>${content}</t></is></c>`;
const HEADER = `<row r="1">${text('a')}${text('b')}</row>`;

describe('a workbook', () => {
  test('reads as the texts that Excel shows', async () => {
    const { header, rows } = await read({
      strings:
        '<si><t>a</t></si><si><r><t>市环</t></r><r><t>保局</t></r><rPh sb="0" eb="1"><t>shi</t></rPh></si><si><t xml:space="preserve"> x_x000D_\ny </t></si>',
      styles:
        '<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="176"/></cellXfs>',
      rows:
        `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="str"><v>b</v></c><c r="D1" t="inlineStr"><is><t>d</t></is></c></row>` +
        `<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><v>90.600000000000009</v></c><c r="D2" t="b"><v>1</v></c></row>` +
        `<row r="4"><c r="A4" s="1"><v>42738</v></c><c r="B4" s="2"><v>0.08</v></c><c r="C4" s="3"><v>42738</v></c><c r="D4" t="s"><v>2</v></c></row>` +
        `<row r="5"><c r="A5"><f>1+1</f><v>2</v></c><c r="B5"><f>A5*2</f></c><c r="C5" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D5" t="d"><v>2017-01-03T00:00:00</v></c></row>`,
    });
    expect(header).toEqual(['a', 'b', '', 'd']);
    expect(rows).toEqual([
      { row: 2, cells: ['市环保局', '90.6', '', 'TRUE'] },
      { row: 4, cells: ['2017-01-03', '8%', '2017-01-03', 'x\ny'] },
      { row: 5, cells: ['2', '=A5*2', '#DIV/0!', '2017-01-03'] },
    ]);
  });

  test('reads as the CSV file of the same content does', async () => {
    const csv = await readSheet({ name: 'kpi.csv', bytes: readFileSync(SAMPLE_KPI) }, () => undefined);
    const escaped = (cell: string) => cell.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    const row = (cells: string[]) => `<row>${cells.map((cell) => text(escaped(cell))).join('')}</row>`;
    const rows = [csv.header, ...csv.rows.map(({ cells }) => cells)].map(row).join('');
    expect(await read({ rows })).toEqual(csv);
  });

  test('may write its names with a prefix, and its rows without numbers', async () => {
    const sheet =
      '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="str"><x:v>a</x:v></x:c></x:row><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    expect(await read({ sheet })).toEqual({ header: ['a'], rows: [{ row: 2, cells: ['1'] }], encoding: null });
  });

  test('gives its first sheet that is not hidden', async () => {
    const sheets = '<sheet name="old" state="hidden" r:id="rId0"/><sheet name="new" r:id="rId1"/>';
    expect((await read({ sheets, rows: HEADER })).header).toEqual(['a', 'b']);
  });

  test('may count its days from 1904', async () => {
    const book = { properties: '<workbookPr date1904="1"/>', styles: '<cellXfs><xf numFmtId="14"/></cellXfs>' };
    expect((await read({ ...book, rows: `${HEADER}<row><c><v>41276</v></c></row>` })).rows).toEqual([
      { row: 2, cells: ['2017-01-03'] },
    ]);
  });

  test('may be formatted far beyond what it holds', async () => {
    const rows = `${HEADER}<row r="2"><c r="A2"><v>1</v></c><c r="XFD2" s="1"/></row><row r="1048576"><c r="A1048576" s="1"/></row>`;
    expect((await read({ rows })).rows).toEqual([{ row: 2, cells: ['1'] }]);
  });

  test('of a hundred thousand rows is read', async () => {
    const rows = Array.from(
      { length: 100_000 },
      (_, index) => `<row r="${index + 2}"><c><v>${index}</v></c>${text('市环保局')}</row>`,
    );
    const sheet = await read({ rows: HEADER + rows.join('') });
    expect(sheet.rows).toHaveLength(100_000);
    expect(sheet.rows.at(-1)).toEqual({ row: 100_001, cells: ['99999', '市环保局'] });
  });
});

describe('a workbook is refused', () => {
  const zeros = Buffer.alloc(30 * 1024 * 1024);

  test.each<[string, () => Buffer]>([
    ['file.not-xlsx', () => Buffer.from('code,name\n')],
    ['file.not-xlsx', () => zip(workbookParts({ rows: HEADER })).subarray(0, -10)],
    ['file.protected', () => Buffer.from('d0cf11e0a1b11ae10000', 'hex')],
    ['file.protected', () => zip([{ name: 'xl/workbook.xml', content: 'x', flags: 1 }])],
    ['file.xlsx-without-sheet', () => zip([{ name: 'word/document.xml', content: '<x/>' }])],
    ['file.xlsx-without-sheet', () => zip(workbookParts({ sheets: '' }))],
    ['file.empty', () => zip(workbookParts({}))],
    ['file.too-much-inside', () => zip(workbookParts({ more: [{ name: 'xl/media/bomb', content: zeros }] }))],
    ['file.too-much-inside', () => zip(workbookParts({ more: [{ name: 'a', content: 'x', declares: 60_000_000 }] }))],
    [
      'file.too-much-inside',
      () =>
        zip(Array.from({ length: 51 }, (_, index) => ({ name: `e${index}`, content: zeros.subarray(0, 1024 * 1024) }))),
    ],
    [
      'file.too-much-inside',
      () => zip(Array.from({ length: 201 }, (_, index) => ({ name: `e${index}`, content: '' }))),
    ],
    ['file.too-much-inside', () => zip(workbookParts({ strings: `<si><t>${'字'.repeat(70_000)}</t></si>` }))],
    ['file.too-much-inside', () => zip(workbookParts({ strings: '<si/>'.repeat(500_001) }))],
    [
      'file.too-many-rows',
      () =>
        zip(
          workbookParts({
            rows: HEADER + Array.from({ length: 100_001 }, (_, index) => `<row><c><v>${index}</v></c></row>`).join(''),
          }),
        ),
    ],
    ['file.too-many-columns', () => zip(workbookParts({ rows: `<row>${text('a').repeat(101)}</row>` }))],
    ['file.too-many-columns', () => zip(workbookParts({ rows: `<row><c r="XFD1"><v>1</v></c></row>` }))],
    ['file.xlsx-broken', () => zip(workbookParts({ rows: '<row><c></row>' }))],
    [
      'file.xlsx-broken',
      () => zip(workbookParts({ rows: HEADER, more: [{ name: 'xl/workbook.xml', content: '<x/>' }] })),
    ],
    [
      'file.xlsx-broken',
      () => zip(workbookParts({ rows: HEADER, more: [{ name: '../../etc/passwd', content: 'x' }] })),
    ],
    ['file.xlsx-broken', () => zip(workbookParts({ sheet: '<a>'.repeat(65) }))],
    [
      'file.xlsx-broken',
      () =>
        zip(workbookParts({ sheet: `<a ${Array.from({ length: 201 }, (_, index) => `a${index}="1"`).join(' ')}/>` })),
    ],
  ])('with %s', async (code, bytes) => {
    await expect(readBytes(bytes())).rejects.toMatchObject({ code });
  });

  test('where an entry inflates to more than it declares', async () => {
    const parts = workbookParts({ rows: HEADER });
    const liar = parts.map((part) => (part.name.endsWith('sheet1.xml') ? { ...part, declares: 10 } : part));
    await expect(readBytes(zip(liar))).rejects.toMatchObject({ code: 'file.xlsx-broken' });
  });

  test.each([
    ['an entity that grows', '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'],
    ['a file of the machine', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'],
    ['a document type, though nothing refers to it', `<!DOCTYPE x><x><sheetData>${HEADER}</sheetData></x>`],
    ['an entity that nobody declared', '<x>&a;</x>'],
  ])('where it names %s', async (_, sheet) => {
    await expect(read({ sheet })).rejects.toMatchObject({ code: 'file.xlsx-broken' });
  });
});
