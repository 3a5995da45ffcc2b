import type { Post } from '#contracts';

const OFFICE_WORK: Post[] = ['unit.operator', 'unit.leader', 'office.officer', 'office.director', 'leadership'];
/** 三员: system, security and audit administrator. */
const POWERS: Post[] = ['administrator', 'security.administrator', 'audit.administrator'];
const EVERYBODY: Post[] = [...OFFICE_WORK, ...POWERS];
/** Who reads matters; those who keep rights and logs do not. */
const READING: Post[] = [...OFFICE_WORK, 'administrator'];
const ANSWERING = OFFICE_WORK;
const WRITING: Post[] = ['unit.operator', 'office.officer'];
const HOLDING: Post[] = ['office.director', 'administrator'];

/** Asked last, for whoever called one of them is gone. */
export const SIGNING_OUT = ['DELETE /api/session', 'POST /api/oidc/leaving'];

/** What concerns nobody but whoever asks: also for an account that holds no post. */
export const OF_ONESELF = [
  'GET /api/session',
  'POST /api/session/renewal',
  'GET /api/factor',
  'POST /api/factor',
  'DELETE /api/factor',
  'POST /api/factor/confirmation',
  'POST /api/factor/recovery-codes',
  'GET /api/sessions',
  'DELETE /api/sessions',
  'DELETE /api/sessions/{sessionId}',
  'PUT /api/sessions/password',
];

/**
 * Which posts may call which route; null: whoever comes, signed in or not. The one table of the authorization matrix: a
 * route that is missing here fails it. Routes about a case are asked beyond their posts, in `case-routes.ts`.
 */
export const ROUTES: Record<string, Post[] | null> = {
  'POST /api/session': null,
  'POST /api/session/code': null,
  'GET /api/session/password-rules': null,
  'GET /api/oidc': null,
  'GET /api/oidc/start': null,
  'GET /api/oidc/callback': null,
  'GET /api/tenants': null,
  'GET /api/setup': null,
  'POST /api/setup': null,
  'GET /api/session/sample-accounts': null,
  'GET /api/public/sheets': null,
  'POST /api/public/comments': null,
  'GET /health/live': null,
  'GET /health/ready': null,
  'GET /api/session': EVERYBODY,
  'POST /api/session/renewal': EVERYBODY,
  'GET /api/factor': EVERYBODY,
  'POST /api/factor': EVERYBODY,
  'DELETE /api/factor': EVERYBODY,
  'POST /api/factor/confirmation': EVERYBODY,
  'POST /api/factor/recovery-codes': EVERYBODY,
  'GET /api/sessions': EVERYBODY,
  'DELETE /api/sessions': EVERYBODY,
  'DELETE /api/sessions/{sessionId}': EVERYBODY,
  'PUT /api/sessions/password': EVERYBODY,
  'GET /api/inbox': EVERYBODY,
  'GET /api/cases': READING,
  'GET /api/cases/{instanceId}': READING,
  'GET /api/cases/{instanceId}/history': READING,
  'GET /api/cases/{instanceId}/changes': READING,
  'GET /api/workflows': EVERYBODY,
  'GET /api/definitions/{workflow}/{version}': EVERYBODY,
  'GET /api/sheets/{sheetId}': READING,
  'GET /api/targets': READING,
  'GET /api/units': EVERYBODY,
  'GET /api/clock': EVERYBODY,
  'POST /api/tasks/{taskId}/answer': ANSWERING,
  'PUT /api/tasks/{taskId}/draft': ANSWERING,
  'POST /api/tasks/answers': ANSWERING,
  'POST /api/cases/{instanceId}/acts/{event}': ANSWERING,
  'POST /api/sheets': WRITING,
  'PATCH /api/sheets/{sheetId}/rows/{rowId}': WRITING,
  'DELETE /api/sheets/{sheetId}/rows/{rowId}': WRITING,
  'POST /api/sheets/{sheetId}/rows': WRITING,
  'PUT /api/comments/{commentId}/answer': ['office.officer'],
  'GET /api/years/{year}/preview': ['office.officer'],
  'POST /api/years/{year}/open': ['office.officer'],
  'POST /api/imports': ['office.officer', 'administrator'],
  'GET /api/mails': ['administrator'],
  'POST /api/cases/{instanceId}/operations/cancel': HOLDING,
  'POST /api/cases/{instanceId}/operations/suspend': HOLDING,
  'POST /api/cases/{instanceId}/operations/resume': HOLDING,
  'POST /api/cases/{instanceId}/operations/modify': ['administrator'],
  'POST /api/cases/{instanceId}/operations/restart': ['administrator'],
  'POST /api/cases/{instanceId}/operations/migrate': ['administrator'],
  'POST /api/messages': ['administrator'],
  'GET /api/incidents': ['administrator'],
  'POST /api/incidents/{kind}/{id}/retry': ['administrator'],
  'POST /api/incidents/{kind}/{id}/give-up': ['administrator'],
  'GET /api/webhooks': ['administrator', 'security.administrator'],
  'POST /api/webhooks': ['administrator'],
  'PUT /api/webhooks/{webhookId}': ['administrator'],
  'DELETE /api/webhooks/{webhookId}': ['administrator'],
  'POST /api/webhooks/{webhookId}/pause': ['administrator'],
  'POST /api/webhooks/{webhookId}/resume': ['administrator'],
  'POST /api/webhooks/{webhookId}/secret': ['administrator'],
  'POST /api/webhooks/{webhookId}/test': ['administrator'],
  'GET /api/webhooks/{webhookId}/deliveries': ['administrator', 'security.administrator'],
  'GET /api/batches': ['administrator'],
  'GET /api/batches/{batchId}': ['administrator'],
  'POST /api/batches/migrations': ['administrator'],
  'POST /api/batches/{batchId}/pause': ['administrator'],
  'POST /api/batches/{batchId}/resume': ['administrator'],
  'POST /api/batches/{batchId}/cancel': ['administrator'],
  'POST /api/clock': ['administrator'],
  'PUT /api/organisation/people': ['administrator'],
  'GET /api/audit': ['audit.administrator'],
  'GET /api/audit/export': ['audit.administrator'],
  'GET /api/accounts': POWERS,
  'GET /api/accounts/{accountId}': POWERS,
  'POST /api/accounts/{accountId}/lock': ['security.administrator'],
  'POST /api/accounts/{accountId}/token/revocation': ['administrator', 'security.administrator'],
  'GET /api/posts': POWERS,
  'GET /api/rights': ['office.director', ...POWERS],
  'GET /api/proposals': POWERS,
  'POST /api/proposals': ['administrator'],
  'POST /api/proposals/{proposalId}/decision': ['security.administrator'],
  'POST /api/proposals/{proposalId}/withdrawal': ['administrator'],
  ...Object.fromEntries(SIGNING_OUT.map((route) => [route, null])),
};
