import { describe, expect, test } from '@jest/globals';
import { decodeText } from './text-encoding.js';

const text = 'code,name\nHZ-HBJ,市环保局（口岸办）“1+6”\n';
const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const utf16be = (content: string) => Buffer.concat([bytes('feff'), Buffer.from(content, 'utf16le').swap16()]);

/** 市环保局（口岸办） in GBK. */
const GBK = Buffer.concat([
  Buffer.from('name\n'),
  bytes('cad0 bbb7 b1a3 bed6 a3a8 bfda b0b6 b0ec a3a9'),
  Buffer.from('\n'),
]);
/** 市環境保護局應當加強對建築工地揚塵的監督管理 in Big5: second bytes below 0xA1 are frequent. */
const BIG5 = Buffer.concat([
  Buffer.from('name\n'),
  bytes('a5abc0f4b9d2ab4fc540a7bdc0b3b7eda55bb16ab9efabd8bf76a475a661b4adb9d0aababacab7febadeb27a'),
]);
/** テスト計画 in Shift-JIS. */
const SHIFT_JIS = Buffer.concat([Buffer.from('name\n'), bytes('8365 8358 8367 8c76 89e6')]);

describe('the text of a file', () => {
  test.each([
    ['UTF-8', Buffer.from(text), 'UTF-8'],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`), 'UTF-8'],
    ['UTF-16, little end first', Buffer.from(`\ufeff${text}`, 'utf16le'), 'UTF-16'],
    ['UTF-16, big end first', utf16be(text), 'UTF-16'],
  ])('is read in %s', (_, file, encoding) => {
    expect(decodeText(file)).toEqual({ text, encoding });
  });

  test('is read in GBK, and says so', () => {
    expect(decodeText(GBK)).toEqual({ text: 'name\n市环保局（口岸办）\n', encoding: 'GB18030' });
  });

  test('is read in GB18030 beyond GBK', () => {
    const rare = Buffer.concat([GBK, bytes('95328236'), Buffer.from('\n')]);
    expect(decodeText(rare).text).toContain('\u{20000}');
  });

  test.each([
    ['Big5', BIG5],
    ['Shift-JIS', SHIFT_JIS],
    ['Latin-1', Buffer.from('name\nÉcole supérieure, café\n', 'latin1')],
    ['UTF-8 cut in the middle of a character', Buffer.from('name\n市环保局市环保局市环保局').subarray(0, -1)],
    ['UTF-32', bytes('fffe0000 6e000000')],
    ['half a UTF-16 character', bytes('fffe 6e00 61')],
    ['arbitrary bytes', bytes('80ff00fe81')],
  ])('is refused in %s', (_, file) => {
    expect(() => decodeText(file)).toThrow(expect.objectContaining({ code: 'file.encoding-unknown' }));
  });

  test('is refused where it holds NUL, as UTF-16 without a mark does', () => {
    expect(() => decodeText(Buffer.from('name', 'utf16le'))).toThrow(
      expect.objectContaining({ code: 'file.not-text' }),
    );
  });
});
