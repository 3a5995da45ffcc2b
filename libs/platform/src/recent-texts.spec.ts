import { expect, test } from '@jest/globals';
import { RecentTexts } from './recent-texts.js';

/** Room for five texts of eight characters in each half: sixteen bytes and four. */
const ROOM = 200;
const eight = (no: number): string => `市环保局${String(no).padStart(4, '0')}`;

test('the latest texts stay, whatever they are written with, and the oldest go where there is no room', () => {
  const texts = new RecentTexts(ROOM);
  for (let no = 1; no <= 100; no += 1) texts.set(String(no), eight(no));
  const kept = Array.from({ length: 100 }, (_, index) => index + 1).filter((no) => texts.get(String(no)) !== undefined);
  expect(kept.length).toBeGreaterThanOrEqual(5);
  expect(kept.length).toBeLessThanOrEqual(10);
  expect(kept.at(-1)).toBe(100);
  for (const no of kept) expect(texts.get(String(no))).toBe(eight(no));
  texts.set('表意', '𠮷 é \u0000');
  expect(texts.get('表意')).toBe('𠮷 é \u0000');
  texts.set('half', 'a\ud800b');
  expect(texts.get('half')).toBe('a\ufffdb');
  texts.set('empty', '');
  expect(texts.get('empty')).toBe('');
});

test('a text that is set again takes the place of the one before, and is young again', () => {
  const texts = new RecentTexts(ROOM);
  texts.set('a', eight(1));
  for (let no = 2; no <= 5; no += 1) texts.set(String(no), eight(no));
  texts.set('a', eight(6));
  for (let no = 7; no <= 10; no += 1) texts.set(String(no), eight(no));
  expect(texts.get('a')).toBe(eight(6));
  expect(texts.get('5')).toBe(eight(5));
  texts.set('11', eight(11));
  expect(texts.get('5')).toBeUndefined();
  expect(texts.get('a')).toBe(eight(6));
});

test('a deleted text is gone, whatever its age', () => {
  const texts = new RecentTexts(ROOM);
  for (let no = 1; no <= 7; no += 1) texts.set(String(no), eight(no));
  for (const name of ['1', '7', 'nobody']) texts.delete(name);
  expect([texts.get('1'), texts.get('7'), texts.get('nobody')]).toEqual([undefined, undefined, undefined]);
  expect([texts.get('2'), texts.get('6')]).toEqual([eight(2), eight(6)]);
});

test('a text that there is no room for is not kept, nor the one that it was to replace', () => {
  const texts = new RecentTexts(ROOM);
  texts.set('a', eight(1));
  texts.set('b', eight(2));
  texts.set('a', 'x'.repeat(97));
  expect(texts.get('a')).toBeUndefined();
  expect(texts.get('b')).toBe(eight(2));
  texts.set('a', 'x'.repeat(96));
  expect(texts.get('a')).toBe('x'.repeat(96));
});
