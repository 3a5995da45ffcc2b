import { expect, test } from '@jest/globals';
import { Recent } from './recent.js';

const byLength = (value: string): number => value.length;

test('the latest entries stay, the oldest go where there is no room', () => {
  const recent = new Recent<string>(40, byLength);
  for (let no = 1; no <= 100; no += 1) recent.set(String(no), 'ten bytes.');
  expect(recent.get('100')).toBe('ten bytes.');
  expect(recent.get('99')).toBe('ten bytes.');
  expect(recent.get('96')).toBeUndefined();
  const kept = Array.from({ length: 100 }, (_, index) => recent.get(String(index + 1))).filter(Boolean);
  expect(kept.length).toBeLessThanOrEqual(4);
});

test('an entry that is set again takes the place of the one before, and is young again', () => {
  const recent = new Recent<string>(40, byLength);
  recent.set('a', 'ten bytes.');
  recent.set('b', 'ten bytes.');
  recent.set('a', 'other one.');
  for (const name of ['c', 'd']) recent.set(name, 'ten bytes.');
  expect(recent.get('a')).toBe('other one.');
});

test('a deleted entry is gone, whatever its age, and leaves its room to others', () => {
  const recent = new Recent<string>(40, byLength);
  for (const name of ['a', 'b', 'c', 'd']) recent.set(name, 'ten bytes.');
  for (const name of ['a', 'd', 'nobody']) recent.delete(name);
  expect(recent.get('a')).toBeUndefined();
  expect(recent.get('d')).toBeUndefined();
  for (let turn = 0; turn < 100; turn += 1) {
    recent.set('e', 'ten bytes.');
    recent.delete('e');
  }
  expect(recent.get('b')).toBe('ten bytes.');
});

test('one entry that is heavier than the room pushes out all others, and itself as soon as another comes', () => {
  const recent = new Recent<string>(40, byLength);
  recent.set('a', 'ten bytes.');
  recent.set('huge', 'x'.repeat(100));
  expect(recent.get('huge')).toHaveLength(100);
  recent.set('another', 'y'.repeat(100));
  expect(recent.get('huge')).toBeUndefined();
  expect(recent.get('a')).toBeUndefined();
});
