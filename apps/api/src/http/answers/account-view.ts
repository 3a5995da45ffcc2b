import { z } from 'zod';
import { permission } from './permission.js';
import { post } from './post.js';
import { instant, text } from './text.js';
import { unitRef } from './unit-ref.js';
import { actorRef } from './case-view.js';

const row = {
  accountId: z.uuid(),
  account: z.string(),
  name: text,
  email: z.string(),
  isDisabled: z.boolean(),
  isSystem: z.boolean().describe('Another system, known by its token'),
  posts: z.array(z.object({ post, title: text, unit: unitRef })).describe('The posts held now'),
};

const changed = z
  .object({
    do: z.enum(['add', 'rename', 'grant', 'end', 'disable', 'enable', 'reset', 'token']),
    account: z.string(),
    name: text,
    email: z.string().nullable(),
    post: post.nullable(),
    title: text.nullable(),
    unit: unitRef.nullable(),
    from: z.iso.date().nullable().describe('The first day; null: at once'),
    until: z.iso.date().nullable().describe('The last day; null: without end, or for a post that ends, at once'),
    permissions: z.array(permission).nullable().describe('Of a token: all that it permits'),
    days: z.int().nullable().describe('Of a token: how long it lives from its approval on'),
  })
  .meta({ id: 'ProposedChange' });

const status = z.enum(['open', 'approved', 'refused', 'withdrawn']);

const proposal = z
  .object({
    proposalId: z.uuid(),
    way: z.enum(['two-step', 'first', 'lock']),
    status,
    changes: z.array(changed),
    reason: z.string(),
    proposedBy: actorRef.nullable(),
    proposedAt: instant,
    decidedBy: actorRef.nullable(),
    decidedAt: instant.nullable(),
    answer: z.string().nullable(),
  })
  .meta({ id: 'ProposalView' });

/** By what a system is known. */
export const tokenView = z
  .object({
    permissions: z.array(permission),
    issuedAt: instant,
    expiresAt: instant,
    revokedAt: instant.nullable(),
    lastUsedAt: instant.nullable().describe('Noted at most once a minute'),
    isLive: z.boolean(),
  })
  .meta({ id: 'TokenView' });

/** Accounts by name. */
export const accountPage = z
  .object({ rows: z.array(z.object(row).meta({ id: 'AccountRow' })), nextCursor: z.string().nullable() })
  .meta({ id: 'AccountPage' });

/** One account with its posts over time. */
export const accountDetail = z
  .object({
    ...row,
    holdings: z.array(
      z.object({
        holdingId: z.uuid(),
        post,
        title: text,
        unit: unitRef,
        from: instant,
        until: instant.nullable(),
        when: z.enum(['past', 'now', 'to-come']),
      }),
    ),
    proposals: z.array(proposal),
    token: tokenView.nullable().describe('Of a system; null: somebody who signs in'),
  })
  .meta({ id: 'AccountDetail' });

/** Every post with its name and what it may do. */
export const postList = z.array(
  z.object({ post, title: text, permissions: z.array(permission), isForSystems: z.boolean() }).meta({ id: 'PostView' }),
);

/** Proposals, the newest first. */
export const proposalPage = z
  .object({ rows: z.array(proposal), nextCursor: z.string().nullable(), open: z.int().min(0) })
  .meta({ id: 'ProposalPage' });

/** What became of a proposal. */
export const proposalResult = z
  .object({
    proposalId: z.uuid(),
    status,
    passwords: z
      .array(z.object({ account: z.string(), password: z.string() }))
      .describe('First passwords, shown this once; a repeated request does not show them again'),
    tokens: z.array(z.object({ account: z.string(), token: z.string() })).describe('Tokens of systems, shown likewise'),
  })
  .meta({ id: 'ProposalResult' });

/** What became of a list of people. */
export const peopleSynced = z
  .object({ proposalId: z.uuid().nullable(), changes: z.int().min(0) })
  .meta({ id: 'PeopleSynced' });
