import { CASE_ROUTES, ask, verdictOf, type Asked, type Verdict } from './case-routes.js';
import { type People } from './people.js';
import { ROLES, type Role } from './roles.js';
import type { Place } from './places.js';
import { OF_ONESELF, ROUTES } from './routes.js';

/** One field of the matrix: who asks what, about which case in which state, and what they must be told. */
export interface Cell {
  route: string;
  role: Role;
  place?: Place;
  asked: Pick<Asked, 'method' | 'path' | 'body' | 'note'>;
  expected: Verdict;
}

const NOWHERE = '01951111-1111-7111-8111-111111111111';

/** Every route for every role; those about a case in every place. */
export function cellsOf(places: readonly Place[]): Cell[] {
  const roles = Object.keys(ROLES) as Role[];
  return Object.keys(ROUTES).flatMap((route) => {
    const about = CASE_ROUTES[route];
    if (!about)
      return roles.map((role) => ({ route, role, asked: bare(route), expected: atTheDoor(route, role) ?? 'yes' }));
    return places.flatMap((place) =>
      about(place).flatMap(({ expected, ...asked }) =>
        roles.map((role) => ({ route, role, place, asked, expected: atTheDoor(route, role) ?? expected(role) })),
      ),
    );
  });
}

/** Asks all that the cells say; answers those that were told something else, as lines of a table. */
export async function misfits(cells: readonly Cell[], people: People, lanes = 6): Promise<string[]> {
  const found: string[] = [];
  const waiting = cells.values();
  const lane = async (): Promise<void> => {
    for (const { route, role, place, asked, expected } of waiting) {
      const reply = await ask(await people.as(role, place), asked);
      const told = verdictOf(reply, place !== undefined);
      if (told !== expected)
        found.push(
          [
            route,
            asked.note ?? '',
            place?.name ?? '',
            role,
            `${expected} ≠ ${told}`,
            `${reply.status} ${reply.body.code}`,
          ].join(' | '),
        );
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return found;
}

/** What is said before a route looks at a case: null where the post may come in. */
function atTheDoor(route: string, role: Role): Verdict | null {
  const posts = ROUTES[route];
  if (posts === null || posts === undefined) return 'yes';
  if (role === 'nobody' || role === 'disabled') return 'who';
  const post = ROLES[role];
  if (post === null && OF_ONESELF.includes(route)) return null;
  return post !== null && posts.includes(post) ? null : 'no';
}

/** A request that carries nothing out: it is asked who may come in, not what it does. */
export function bare(route: string): Cell['asked'] {
  const [method = '', path = ''] = route.split(' ');
  const address = path
    .replace('{year}', '2017')
    .replace('{workflow}', 'annual-target')
    .replace('{version}', '1')
    .replace('{kind}', 'timer')
    .replaceAll(/\{\w+\}/g, NOWHERE);
  return { method, path: address, ...(!['GET', 'DELETE'].includes(method) && { body: {} }) };
}
