import { expect, test } from '@jest/globals';
import { namesApart } from './names-apart.js';

test('rows of one name are told apart by what their KPI aims at, or by their own target', () => {
  const rows = [
    { indicator: '空气质量', target: '51μg/m3', fiveYearTarget: 'PM2.5浓度下降到42μg/m3' },
    { indicator: '水环境质量', target: '达标', fiveYearTarget: '断面达标' },
    { indicator: '空气质量', target: '优良天数达到280天' },
  ];
  expect(namesApart(rows)).toEqual(['PM2.5浓度下降到42μg/m3', null, '优良天数达到280天']);
});
