import { randomUUID } from 'node:crypto';
import type { BulkResult, Problem } from '#contracts';
import type { Person, Reply } from '../http/office.js';
import { type Role } from './roles.js';
import type { Place } from './places.js';

/**
 * What a route says: `who` are you (401), your post may `no` (403 `permission.missing`), `hidden` (404, as if it were not
 * there), `refused` (403: seen, but another’s to do), `closed` (409: it is nobody’s now), `yes` (carried out, or refused
 * for what was sent and not for who sent it).
 */
export type Verdict = 'who' | 'no' | 'hidden' | 'refused' | 'closed' | 'yes' | 'broken';

/** One request about a case, made so that it changes nothing even where it is allowed, and what is expected of it. */
export interface Asked {
  method: string;
  path: string;
  body?: unknown;
  /** What it is beside others of its route. */
  note?: string;
  expected: (role: Role) => Verdict;
}

const STALE = 1_999_999_999;
const SEES_ALL: Role[] = ['officer', 'fellow.officer', 'director', 'leadership', 'administrator'];
/** Who looks in from the tenant above: they read, and do nothing. */
const FROM_ABOVE: Role[] = ['above.director', 'above.leadership'];
const NOWHERE = '01951111-1111-7111-8111-111111111111';

/** The routes about a case, each with its requests in a place. */
export const CASE_ROUTES: Record<string, (place: Place) => Asked[]> = {
  'GET /api/cases/{instanceId}': (place) => [{ ...get(place, ''), expected: seen(place) }],
  'GET /api/cases/{instanceId}/history': (place) => [{ ...get(place, '/history'), expected: seen(place) }],
  'GET /api/cases/{instanceId}/changes': (place) => [{ ...get(place, '/changes'), expected: seen(place) }],
  'POST /api/cases/{instanceId}/acts/{event}': (place) =>
    Object.entries<Role | null>(place.acts ?? { urge: null }).map(([event, whose]) => ({
      method: 'POST',
      path: `/api/cases/${place.instanceId}/acts/${event}`,
      body: { revision: place.revision, opinion: '\u0000' },
      note: event,
      expected: (role) => {
        if (!sees(place, role)) return 'hidden';
        if (place.still || whose === null) return 'closed';
        return is(role, whose) ? 'yes' : 'refused';
      },
    })),
  ...Object.fromEntries(
    Object.entries({
      cancel: {},
      suspend: {},
      resume: {},
      modify: { states: ['x'] },
      restart: { seq: 1 },
      migrate: { version: 1 },
    }).map(([name, more]) => [
      `POST /api/cases/{instanceId}/operations/${name}`,
      (place: Place): Asked[] => [
        {
          method: 'POST',
          path: `/api/cases/${place.instanceId}/operations/${name}`,
          body: { reason: '检查', revision: STALE, ...more },
          expected: inTenant,
        },
      ],
    ]),
  ),
  'POST /api/tasks/{taskId}/answer': (place) => [
    task(place, 'POST', 'answer', { outcome: 'no-such-outcome', revision: place.revision }),
  ],
  'PUT /api/tasks/{taskId}/draft': (place) => [task(place, 'PUT', 'draft', { draftRevision: STALE, data: {} })],
  'POST /api/tasks/answers': (place) => [
    {
      method: 'POST',
      path: '/api/tasks/answers',
      body: { outcome: 'no-such-outcome', tasks: [{ taskId: place.taskId, revision: place.revision }] },
      expected: (role) => (is(role, place.turn) ? 'closed' : 'hidden'),
    },
  ],
  'GET /api/sheets/{sheetId}': sheet((place, path) => ({ method: 'GET', path, expected: sheetSeen(place) })),
  'PATCH /api/sheets/{sheetId}/rows/{rowId}': sheet((place, path) => ({
    method: 'PATCH',
    path: `${path}/rows/${place.rowId ?? ''}`,
    body: { revision: STALE, content: { weight: 50 } },
    expected: sheetWritten(place),
  })),
  'DELETE /api/sheets/{sheetId}/rows/{rowId}': sheet((place, path) => ({
    method: 'DELETE',
    path: `${path}/rows/${place.rowId ?? ''}`,
    expected: sheetWritten(place),
  })),
  'POST /api/sheets/{sheetId}/rows': sheet((place, path) => ({
    method: 'POST',
    path: `${path}/rows`,
    body: { content: { indicator: '检查', coopUnitIds: [NOWHERE] } },
    expected: (role) => {
      const written = sheetWritten(place)(role);
      // The office writes what it allocated, but adds nothing to it.
      return written === 'yes' && !is(role, 'own.operator') ? 'closed' : written;
    },
  })),
  'PUT /api/comments/{commentId}/answer': (place) =>
    place.commentId === undefined
      ? []
      : [
          {
            method: 'PUT',
            path: `/api/comments/${place.commentId}/answer`,
            body: { adopted: true, text: '已采纳。' },
            expected: inTenant,
          },
        ],
};

/** What a reply says of who asked. */
export function verdictOf(reply: Reply<Problem & Partial<BulkResult>>, isAboutCase: boolean): Verdict {
  const { status, body } = reply;
  const [first] = body.results ?? [];
  const code = first?.done === false ? first.problem.code : body.code;
  if (status >= 500) return 'broken';
  if (code === 'session.needed') return 'who';
  if (code === 'permission.missing') return 'no';
  if (!isAboutCase) return 'yes';
  if (HIDDEN.includes(code)) return 'hidden';
  if (status === 403) return 'refused';
  return CLOSED.includes(code) ? 'closed' : 'yes';
}

const HIDDEN = ['case.missing', 'task.missing', 'sheet.missing', 'comment.missing'];
const CLOSED = [
  'sheet.not-open',
  'row.not-addable',
  'outcome.unknown',
  'case.suspended',
  'case.ended',
  'task.closed',
  'task.already-done',
  'draft.changed',
];

/** Makes the request, each command with a key of its own. */
export function ask(person: Person, { method, path, body }: Pick<Asked, 'method' | 'path' | 'body'>) {
  return person.call<Problem & Partial<BulkResult>>(method, path, body, {
    ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
  });
}

const is = (role: Role, whose: Role): boolean => role === whose || (whose === 'officer' && role === 'fellow.officer');
const isOutside = (role: Role): boolean => /^(foreign|above|child)\./.test(role);
const inTenant = (role: Role): Verdict => (isOutside(role) ? 'hidden' : 'yes');
const sees = (place: Place, role: Role): boolean =>
  SEES_ALL.includes(role) || role.startsWith('own.') || (role.startsWith('coop.') && role === place.coop);
const seen =
  (place: Place) =>
  (role: Role): Verdict =>
    sees(place, role) || FROM_ABOVE.includes(role) ? 'yes' : 'hidden';
const readsSheet = (place: Place, role: Role): boolean =>
  !isOutside(role) &&
  (sees(place, role) || place.sheet === 'all' || (place.sheet === 'coop' && role.startsWith('coop.')));
const sheetSeen =
  (place: Place) =>
  (role: Role): Verdict =>
    readsSheet(place, role) || FROM_ABOVE.includes(role) ? 'yes' : 'hidden';
const sheetWritten =
  (place: Place) =>
  (role: Role): Verdict => {
    if (!readsSheet(place, role)) return 'hidden';
    return place.writes !== undefined && is(role, place.writes) ? 'yes' : 'closed';
  };

function get(place: Place, part: string): Pick<Asked, 'method' | 'path'> {
  return { method: 'GET', path: `/api/cases/${place.instanceId}${part}` };
}

function task(place: Place, method: string, part: string, body: unknown): Asked {
  return {
    method,
    path: `/api/tasks/${place.taskId}/${part}`,
    body,
    expected: (role) => (is(role, place.turn) ? 'closed' : 'hidden'),
  };
}

function sheet(asked: (place: Place, path: string) => Asked): (place: Place) => Asked[] {
  return (place) => (place.sheetId === undefined ? [] : [asked(place, `/api/sheets/${place.sheetId}`)]);
}
