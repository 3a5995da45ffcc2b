import { describe, expect, test } from '@jest/globals';
import { arrowHead, labelLines, roundedPath } from './chart-geometry.js';

describe('an arrow', () => {
  const bend = [
    { x: 0, y: 0 },
    { x: 40, y: 0 },
    { x: 40, y: 30 },
  ];

  test('rounds its corners and ends where it should', () => {
    expect(roundedPath(bend)).toBe('M0.0 0.0L34.0 0.0Q40.0 0.0 40.0 6.0L40.0 30.0');
  });

  test('points along its last piece', () => {
    expect(arrowHead(bend)).toMatch(/^M40\.0 30\.0L\d+\.\d 22\.\dL\d+\.\d 22\.\dZ$/);
  });

  test('without points is nothing', () => {
    expect([roundedPath([]), arrowHead([])]).toEqual(['', '']);
  });
});

describe('a label', () => {
  test('breaks Chinese anywhere and Latin between words', () => {
    expect(labelLines('听取社会公众意见', 60, 13)).toEqual(['听取社会', '公众意见']);
    expect(labelLines('Office review', 60, 13)).toEqual(['Office', 'review']);
  });

  test('keeps a long word whole', () => {
    expect(labelLines('Countersigning', 20, 13)).toEqual(['Countersigning']);
  });
});
