import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SheetWork } from '../http/annual-target/sheet-work.js';
import { CASE_ROUTES } from './case-routes.js';
import { cellsOf, misfits, type Cell } from './matrix.js';
import { Neighbour } from './neighbour.js';
import { People } from './people.js';
import { placesOf } from './places.js';
import { ROUTES, SIGNING_OUT } from './routes.js';

let work: SheetWork;
let people: People;
let cells: Cell[];

beforeAll(async () => {
  work = await SheetWork.open();
  const places = await placesOf(work);
  people = await People.of(work, await Neighbour.beside(work.office), places);
  cells = cellsOf(places);
}, 120_000);
afterAll(() => work.close());

describe('the authorization matrix', () => {
  test('holds every route, and none that is gone', async () => {
    const nobody = await work.office.person();
    const { body } = await nobody.get<{ paths: Record<string, Record<string, unknown>> }>('/api/openapi.json');
    const routes = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(Object.keys(ROUTES).sort()).toEqual(routes.sort());
    expect(Object.keys(CASE_ROUTES).filter((route) => !(route in ROUTES))).toEqual([]);
  });

  test('has at least 3,000 cells, and every verdict among them', () => {
    expect(cells.length).toBeGreaterThanOrEqual(3000);
    expect(new Set(cells.map(({ expected }) => expected))).toEqual(
      new Set(['who', 'no', 'hidden', 'refused', 'closed', 'yes']),
    );
  });

  test('would be found out by one wrong cell', async () => {
    const [cell] = cells.filter(({ expected }) => expected === 'hidden');
    if (!cell) throw new Error('nothing is hidden');
    expect(await misfits([{ ...cell, expected: 'yes' }], people)).toEqual([expect.stringContaining('yes ≠ hidden')]);
  });

  test('says to each what the table says', async () => {
    const signingOut = (cell: Cell): boolean => SIGNING_OUT.includes(cell.route);
    const found = await misfits(
      cells.filter((cell) => !signingOut(cell)),
      people,
    );
    found.push(...(await misfits(cells.filter(signingOut), people)));
    expect(found.slice(0, 40).join('\n')).toBe('');
  }, 120_000);
});
