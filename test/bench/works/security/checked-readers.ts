import { deskOf, type Permission } from '#contracts';
import { permissionsOf, POSTS, rulesOf, type Holding } from '#organisation';
import type { Reader, SeenCase } from '#tasks';

const UNITS = 120;
/** Under a unit whose leader's rights go down the tree. */
const BELOW = 30;
const CASES = 500;
const TENANT = unitId(0);

/** Every permission that some post gives. */
export const PERMISSIONS: readonly Permission[] = permissionsOf(POSTS);

/** Holders of each post alone, of two and of three at once in several units, and one of none. */
export function everyReader(): Reader[] {
  const held = [
    [],
    ...POSTS.map((post, no) => [holding(post, no)]),
    ...POSTS.map((post, no) => [holding(post, no), holding('expert', no + 40)]),
    ...POSTS.map((post, no) => [holding(post, no), holding('unit.leader', no + 50), holding('informant', no + 70)]),
  ];
  return held.map((holdings, no) => ({ tenantId: TENANT, accountId: unitId(1_000 + no), holdings }));
}

/** Cases of all units, some of them on the desk of one of the readers, some of another tenant. */
export function casesOf(readers: readonly Reader[]): SeenCase[] {
  return Array.from({ length: CASES }, (_, no) => {
    const onDesk = readers[no % readers.length]?.holdings ?? [];
    return {
      tenantId: no % 10 === 0 ? unitId(9_999) : TENANT,
      unitId: no % 7 === 0 ? null : unitId(1 + (no % UNITS)),
      desks: ['office.officer', ...onDesk.map(({ post, unitId: unit }) => deskOf(post, unit))],
    };
  });
}

function holding(post: Holding['post'], no: number): Holding {
  const below = rulesOf(post).some(({ scope }) => scope === 'subtree')
    ? Array.from({ length: BELOW }, (_, deep) => unitId(1 + ((no + deep) % UNITS)))
    : [];
  return { post, unitId: unitId(1 + (no % UNITS)), below };
}

function unitId(no: number): string {
  return `00000000-0000-7000-8000-${String(no).padStart(12, '0')}`;
}
