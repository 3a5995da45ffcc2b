import { describe, expect, test } from '@jest/globals';
import { readSheet } from './read-sheet.js';

const read = (content: string | Buffer) =>
  readSheet({ name: 'kpi.csv', bytes: typeof content === 'string' ? Buffer.from(content) : content }, () => undefined);
const rowsOf = async (content: string) => (await read(content)).rows;

describe('a CSV file', () => {
  test('keeps quotes, commas and line breaks within cells', async () => {
    expect(await rowsOf('a,b\r\n"x, ""y""","one\r\ntwo"\r\n')).toEqual([{ row: 2, cells: ['x, "y"', 'one\ntwo'] }]);
  });

  test('numbers rows as Excel shows them, empty ones included', async () => {
    expect(await rowsOf('a,b\n"1\n1",2\n\n,\n3,4\n')).toEqual([
      { row: 2, cells: ['1\n1', '2'] },
      { row: 5, cells: ['3', '4'] },
    ]);
  });

  test('keeps a formula as the text that it is', async () => {
    expect(await rowsOf('a\n=1+1\n"=HYPERLINK(""http://x"")"\n')).toEqual([
      { row: 2, cells: ['=1+1'] },
      { row: 3, cells: ['=HYPERLINK("http://x")'] },
    ]);
  });

  test.each(['\t', ';'])('may part its cells by “%s”, as Excel does in places', async (delimiter) => {
    const sheet = await read(['a', 'b'].join(delimiter) + '\n' + ['1', '2'].join(delimiter));
    expect(sheet).toEqual({ header: ['a', 'b'], rows: [{ row: 2, cells: ['1', '2'] }], encoding: null });
  });

  test('is read whole when it is long', async () => {
    const rows = await rowsOf(`a,b\n${'市环保局,"x\ny"\n'.repeat(50_000)}`);
    expect(rows).toHaveLength(50_000);
    expect(rows.at(-1)).toEqual({ row: 50_001, cells: ['市环保局', 'x\ny'] });
  });

  test.each([
    ['file.empty', ''],
    ['file.empty', '\n\n,,\n'],
    ['file.csv-broken', 'a,b\n1,"2\n3,4\n'],
    ['file.csv-broken', 'a,b\n"1"x,2\n'],
    ['file.csv-broken', 'a,b\n1,2"3\n'],
    ['file.too-many-columns', `a\n${'1,'.repeat(101)}1\n`],
    ['file.too-many-rows', `a\n${'1\n'.repeat(100_001)}`],
    ['file.too-many-rows', `a\n${'\n'.repeat(200_001)}`],
    ['file.not-text', 'PK\u0003\u0004rest'],
  ])('is refused with %s', async (code, content) => {
    await expect(read(content)).rejects.toMatchObject({ code });
  });

  test('names the row at which it is broken', async () => {
    await expect(read('a,b\n1,2\n"3"x,4\n')).rejects.toMatchObject({ row: 3 });
  });

  test('of more than 20 MB is refused', async () => {
    await expect(read(Buffer.alloc(20 * 1024 * 1024 + 1, 'a'))).rejects.toMatchObject({ code: 'file.too-large' });
  });

  test('with another ending is refused', async () => {
    const old = readSheet({ name: 'kpi.xls', bytes: Buffer.from('a') }, () => undefined);
    await expect(old).rejects.toMatchObject({ code: 'file.type-unknown' });
  });
});
