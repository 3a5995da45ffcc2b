import { describe, expect, test } from '@jest/globals';
import { inboxParams, inboxQuery, isFiltered } from './inbox-query.js';

describe('the address of the inbox', () => {
  test('says nothing for the plain list of 待办', () => {
    const query = inboxQuery({});
    expect(isFiltered(query)).toBe(false);
    expect(inboxParams(query, null)).toEqual({ tab: 'todo', limit: 50 });
  });

  test('carries every filter to the server', () => {
    const query = inboxQuery({ tab: 'done', q: '环保', workflow: 'annual-target', state: 'drafting', due: 'near' });
    expect(inboxParams(query, 'c1')).toEqual({ ...query, cursor: 'c1', limit: 50 });
  });

  test('what nobody knows counts as not said', () => {
    expect(inboxQuery({ tab: 'all', due: 'soon' })).toEqual(inboxQuery({}));
  });
});
