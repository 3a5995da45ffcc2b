import { describe, expect, test } from '@jest/globals';
import { commandOf, startsPair, type KeyStroke } from './keymap.js';

const stroke = (key: string, more: Partial<KeyStroke> = {}): KeyStroke => ({
  key,
  isComposing: false,
  hasModifier: false,
  isTyping: false,
  isOnControl: false,
  ...more,
});

describe('the keyboard', () => {
  test.each([
    ['j', 'next'],
    ['k', 'previous'],
    ['x', 'mark'],
    ['e', 'decide'],
    ['/', 'search'],
    ['?', 'help'],
    ['Enter', 'open'],
    ['Escape', 'close'],
  ])('%s is %s', (key, command) => {
    expect(commandOf(stroke(key), null)).toBe(command);
  });

  test('g then i leads to the inbox, i alone nowhere', () => {
    expect(startsPair('g')).toBe(true);
    expect(commandOf(stroke('i'), 'g')).toBe('inbox');
    expect(commandOf(stroke('i'), null)).toBeNull();
  });

  test.each([
    ['a Chinese word is being composed', { isComposing: true }],
    ['somebody types', { isTyping: true }],
    ['a browser shortcut is meant', { hasModifier: true }],
  ])('is left alone while %s', (_, more) => {
    expect(commandOf(stroke('j', more), null)).toBeNull();
  });

  test('Enter on a button works the button', () => {
    expect(commandOf(stroke('Enter', { isOnControl: true }), null)).toBeNull();
  });
});
