import { describe, expect, test } from '@jest/globals';
import type { FormView } from '#contracts';
import { fieldOf, missingFields } from './outcome-check.js';

const form: FormView = {
  fields: [
    { field: 'planContent', required: true },
    { field: 'area', required: true, readOnly: true },
    { field: 'note' },
  ],
  values: {},
};

describe('what an outcome still needs', () => {
  test('is what the form requires and nobody filled in', () => {
    expect(missingFields({ style: 'primary' }, form, {}, '')).toEqual(['planContent']);
    expect(missingFields({ style: 'primary' }, form, { planContent: '增设接驳线' }, '')).toEqual([]);
  });

  test('is what the outcome names, where it names something', () => {
    expect(missingFields({ needs: ['opinion', 'note'] }, form, {}, ' ')).toEqual(['opinion', 'note']);
  });

  test('is nothing where a case is ended', () => {
    expect(missingFields({ style: 'danger' }, form, {}, '')).toEqual([]);
  });
});

describe('a problem of the server', () => {
  test('leads to its field', () => {
    expect(['/data/steps/0/date', '/opinion'].map((pointer) => fieldOf({ pointer }))).toEqual(['steps', 'opinion']);
  });
});
