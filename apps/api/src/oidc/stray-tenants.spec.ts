import { expect, test } from '@jest/globals';
import type { GroupPost } from '#organisation';
import { strayTenants } from './stray-tenants.js';

const held = (tenant: string | null): GroupPost => ({ group: 'g', post: 'office.officer', unitCode: 'OFFICE', tenant });
const tenants = [{ code: 'main' }, { code: 'xihu' }];

test.each([
  [[], []],
  [[held(null), held('xihu'), held('main')], []],
  [
    [held('xiaoshn'), held('xihu'), held('xiaoshn'), held('binjiang')],
    ['xiaoshn', 'binjiang'],
  ],
])('of %j those that are no tenant are %j, each once', (rules, stray) => {
  expect(strayTenants(rules, tenants)).toEqual(stray);
});
