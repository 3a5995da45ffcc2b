import { describe, expect, test } from '@jest/globals';
import type { Field, Post } from '#contracts';
import { readable } from './readable-fields.js';

const title = { zh: '项', en: 'Item' };
const OFFICE: Post[] = ['office.officer', 'office.director'];
const fields: Record<string, Field> = {
  text: { type: 'text', maxLength: 10, title },
  phone: { type: 'text', maxLength: 20, title, readableBy: OFFICE },
  calls: {
    type: 'list',
    title,
    maxItems: 9,
    columns: { on: { type: 'date', title }, caller: { type: 'text', maxLength: 20, title, readableBy: OFFICE } },
  },
};
const values = { text: '路灯不亮', phone: '0571', calls: [{ on: '2017-01-03', caller: '市民' }], unknown: 1 };
const as = (...posts: Post[]) =>
  readable(fields, values, {
    tenantId: 't',
    accountId: 'a',
    holdings: posts.map((post) => ({ post, unitId: 'u' })),
  });

describe('the fields of a case', () => {
  test('are all there for a post that each of them names, or that holds it beside another', () => {
    expect(as('office.director')).toEqual(values);
    expect(as('unit.operator', 'office.officer')).toEqual(values);
  });

  test('are left out where no post of the reader is named, in the rows of a list too', () => {
    const rest = { text: '路灯不亮', calls: [{ on: '2017-01-03' }], unknown: 1 };
    for (const post of ['unit.operator', 'leadership', 'administrator', 'expert'] as const)
      expect([post, as(post)]).toEqual([post, rest]);
    expect(as()).toEqual(rest);
  });
});
