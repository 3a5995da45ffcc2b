import { describe, expect, test } from '@jest/globals';
import type { Post } from '#contracts';
import { bad, found, good, stateOf } from './rules.fixture.js';

const DRAFT = '/machine/states/drafting/meta/tasks/0/people/post';
const REVIEW = '/machine/states/review/meta/tasks/0/people/post';
const OFFICE: Post[] = ['office.officer'];
const notes = (readableBy?: Post[]) => ({
  type: 'list' as const,
  title: { zh: '说明', en: 'Notes' },
  maxItems: 5,
  columns: {
    text: { type: 'text' as const, maxLength: 20, title: { zh: '内容', en: 'Text' } },
    by: {
      type: 'text' as const,
      maxLength: 20,
      title: { zh: '来自', en: 'From' },
      ...(readableBy && { readableBy }),
    },
  },
});

describe('readers-can-work', () => {
  test('fails on its bad fixture', () => {
    expect(found('readers-can-work', bad('readers-can-work'))).toEqual([DRAFT]);
  });

  test('passes a sound definition, also one that keeps a field for all who work with it', () => {
    expect(found('readers-can-work', good())).toEqual([]);
    const kept = good(({ fields }) => {
      if (fields['reason']) fields['reason'].readableBy = ['unit.operator', 'office.officer'];
    });
    expect(found('readers-can-work', kept)).toEqual([]);
  });

  test('finds posts that do not exist, in columns of lists too', () => {
    const mayor = 'mayor' as Post;
    const definition = good(({ fields }) => {
      if (fields['copies']) fields['copies'].readableBy = ['unit.operator', mayor];
      fields['notes'] = notes([mayor]);
    });
    expect(found('readers-can-work', definition)).toEqual([
      '/fields/copies/readableBy/1',
      '/fields/notes/columns/by/readableBy/0',
    ]);
  });

  test('finds whoever decides by a field that they only see, or needs one without a form', () => {
    const shown = good(({ fields, forms }, states) => {
      if (fields['copies']) fields['copies'].readableBy = ['unit.operator'];
      forms['look'] = { fields: [{ field: 'copies', readOnly: true }] };
      const task = stateOf(states, 'review').meta?.tasks?.[0];
      if (task) task.form = 'look';
    });
    expect(found('readers-can-work', shown)).toEqual([REVIEW]);
    const needed = good(({ fields }, states) => {
      if (fields['copies']) fields['copies'].readableBy = ['unit.operator'];
      const outcome = stateOf(states, 'review').meta?.tasks?.[0]?.outcomes['return'];
      if (outcome) outcome.needs = ['copies', 'opinion'];
    });
    expect(found('readers-can-work', needed)).toEqual([REVIEW]);
  });

  test('lets a column be hidden from whoever only reads the list, not from whoever writes it', () => {
    const listIn = (readOnly: boolean) =>
      good(({ fields, forms }) => {
        fields['notes'] = notes(OFFICE);
        forms['application']?.fields.push({ field: 'notes', readOnly });
      });
    expect(found('readers-can-work', listIn(true))).toEqual([]);
    expect(found('readers-can-work', listIn(false))).toEqual([DRAFT]);
  });
});
