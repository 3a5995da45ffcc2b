import { describe, expect, test } from '@jest/globals';
import { editableFields, fieldGroups } from './row-fields.js';

describe('what may be written of a target', () => {
  test('by the unit: what was handed down stays (M027)', () => {
    const fields = editableFields('draft', { locked: false, origin: 'assigned' });
    expect(fields).toContain('measures');
    expect(fields).not.toContain('value');
    expect(fields).not.toContain('indicator');
  });

  test('by the unit of its own target: everything', () => {
    expect(editableFields('draft', { locked: false, origin: 'declared' })).toContain('indicator');
  });

  test.each(['draft', 'value', 'allocate'] as const)('nothing of a locked one (%s)', (mode) => {
    expect(editableFields(mode, { locked: true, origin: 'declared' })).toEqual([]);
  });

  test.each(['read', 'review', 'cosign', 'comments'] as const)('nothing where it is only read (%s)', (mode) => {
    expect(editableFields(mode, { locked: false, origin: 'declared' })).toEqual([]);
  });

  test('stands in groups of the form, empty ones left out', () => {
    expect(fieldGroups(['ledger', 'value'])).toEqual([
      { title: 'sheet.group.target', fields: ['value'] },
      { title: 'sheet.group.plan', fields: ['ledger'] },
    ]);
  });
});
