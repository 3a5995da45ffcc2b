import { expect, test } from '@jest/globals';
import { contentKind } from './content-kind.js';

test.each<[string, Buffer]>([
  ['a workbook', Buffer.from('504b030414000600', 'hex')],
  ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
  ['a text', Buffer.from('code,name\nHZ-HBJ,市环保局\n')],
  ['a text in GB18030', Buffer.from([0xca, 0xd0, 0xbb, 0xb7, 0xb1, 0xa3, 0xbe, 0xd6])],
  ['a text in UTF-16', Buffer.from('\ufeffcode,name', 'utf16le')],
  ['a text with a control character', Buffer.from('code,name\u0001')],
  ['nothing', Buffer.alloc(0)],
])('%s comes in', (_, head) => {
  expect(contentKind(head)).toEqual({ accepted: true });
});

test.each<[string, string]>([
  ['PDF', '255044462d312e37'],
  ['Windows program', '4d5a90000300'],
  ['Linux program', '7f454c460201'],
  ['macOS program', 'cffaedfe0700'],
  ['PNG', '89504e470d0a1a0a'],
  ['JPEG', 'ffd8ffe000104a46'],
  ['GIF', '474946383961'],
  ['RAR', '526172211a070100'],
  ['7z', '377abcaf271c0004'],
  ['gzip', '1f8b0800'],
  ['script', '23212f62696e2f7368'],
  ['binary', '00010203ff0405060708fe'],
])('%s does not', (kind, hex) => {
  expect(contentKind(Buffer.from(hex, 'hex'))).toEqual({ accepted: false, kind });
});
