import { Injectable } from '@nestjs/common';
import type {
  ActorRef,
  Post,
  ProposalStatus,
  ProposalView,
  ProposalWay,
  ProposedChange,
  Text,
  UnitRef,
} from '#contracts';
import type { Sql } from '#platform';
import { Actors } from '../people/actors.js';
import { postTitle } from '../people/posts.js';
import { Organisation } from '../units/organisation.js';
import { accountsOf, type PlannedChange } from './planned-change.js';

/** A place in the list, and the proposal as people read it. */
export type ListedProposal = ProposalView & { sortAt: string };

export interface ProposalQuery {
  status: ProposalStatus | null;
  /** Only those about this account. */
  account: string | null;
  after: { at: string; id: string } | null;
  limit: number;
}

/** What a notice of a proposal says. */
export interface ProposalFacts {
  status: ProposalStatus;
  /** How many changes it asks for. */
  changes: number;
  reason: string;
  answer: string | null;
  proposer: { accountId: string; name: Text; email: string };
}

interface Row {
  proposalId: string;
  way: ProposalWay;
  changes: PlannedChange[];
  reason: string;
  proposedBy: string;
  proposedAt: Date;
  decision: Exclude<ProposalStatus, 'open'> | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  answer: string | null;
  sortAt: string;
}

/** What was proposed and what became of it, in words. */
@Injectable()
export class ProposalList {
  constructor(
    private readonly organisation: Organisation,
    private readonly actors: Actors,
  ) {}

  /** Proposals, the newest first. */
  async list(sql: Sql, tenantId: string, { status, account, after, limit }: ProposalQuery): Promise<ListedProposal[]> {
    const rows = await sql.query<Row>(
      `select proposal_id as "proposalId", way, changes, reason, proposed_by as "proposedBy", proposed_at as "proposedAt", decision,
              decided_by as "decidedBy", decided_at as "decidedAt", answer, proposed_at::text as "sortAt"
         from account_proposals
        where tenant_id = $1 and ($2::text is null or coalesce(decision, 'open') = $2) and ($3::text is null or $3 = any (accounts))
          and ($4::timestamptz is null or (proposed_at, proposal_id) < ($4, $5::uuid))
        order by proposed_at desc, proposal_id desc limit $6`,
      [tenantId, status, account, after?.at ?? null, after?.id ?? null, limit],
    );
    const changes = rows.flatMap((row) => row.changes);
    const actorIds = rows.flatMap(({ proposedBy, decidedBy }) => (decidedBy ? [proposedBy, decidedBy] : [proposedBy]));
    const units = await this.organisation.refsByIds(sql, tenantId, changes.flatMap(unitIdOf));
    const actors = await this.actors.named(sql, tenantId, actorIds);
    const names = await this.#names(sql, tenantId, changes);
    return rows.map((row) => viewOf(row, { units, actors, names }));
  }

  /** How many wait for a decision. */
  async countOpen(sql: Sql, tenantId: string): Promise<number> {
    const [row] = await sql.query<{ count: number }>(
      `select count(*)::int as count from account_proposals where tenant_id = $1 and decision is null`,
      [tenantId],
    );
    return row?.count ?? 0;
  }

  /** One proposal in short; null where there is none. */
  async factsOf(sql: Sql, tenantId: string, proposalId: string): Promise<ProposalFacts | null> {
    const [row] = await sql.query<Omit<ProposalFacts, 'proposer'> & { accountId: string; email: string } & Text>(
      `select coalesce(p.decision, 'open') as status, jsonb_array_length(p.changes) as changes, p.reason, p.answer,
              a.account_id as "accountId", a.email, a.name_zh as zh, a.name_en as en
         from account_proposals p join accounts a on a.account_id = p.proposed_by
        where p.tenant_id = $1 and p.proposal_id = $2`,
      [tenantId, proposalId],
    );
    if (!row) return null;
    const { accountId, email, zh, en, ...facts } = row;
    return { ...facts, proposer: { accountId, name: { zh, en }, email } };
  }

  async #names(sql: Sql, tenantId: string, changes: PlannedChange[]): Promise<Map<string, Text>> {
    const rows = await sql.query<Text & { account: string }>(
      `select account, name_zh as zh, name_en as en from accounts where tenant_id = $1 and account = any ($2)`,
      [tenantId, accountsOf(changes)],
    );
    const names = new Map(rows.map(({ account, ...name }) => [account, name]));
    for (const change of changes)
      if (change.do === 'add' || change.do === 'rename' || change.do === 'token')
        names.set(change.account, { zh: change.name, en: change.nameEn || change.name });
    return names;
  }
}

interface Known {
  units: Map<string, UnitRef>;
  actors: Map<string, ActorRef>;
  names: Map<string, Text>;
}

function viewOf(row: Row, known: Known): ListedProposal {
  const { proposalId, way, changes, reason, answer, sortAt, decidedBy } = row;
  return {
    proposalId,
    way,
    status: row.decision ?? 'open',
    changes: changes.map((change) => changeView(change, known)),
    reason,
    proposedBy: known.actors.get(row.proposedBy) ?? null,
    proposedAt: row.proposedAt.toISOString(),
    decidedBy: decidedBy === null ? null : (known.actors.get(decidedBy) ?? null),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    answer,
    sortAt,
  };
}

function changeView(change: PlannedChange, { units, names }: Known): ProposedChange {
  const [unitId] = unitIdOf(change);
  const post: Post | null = 'post' in change ? change.post : null;
  return {
    do: change.do,
    account: change.account,
    name: names.get(change.account) ?? { zh: change.account, en: change.account },
    email: 'email' in change ? change.email : null,
    post,
    title: post && postTitle(post),
    unit: units.get(unitId ?? '') ?? null,
    from: change.do === 'grant' ? change.from : null,
    until: 'until' in change ? change.until : null,
    permissions: change.do === 'token' ? change.permissions : null,
    days: change.do === 'token' ? change.days : null,
  };
}

const unitIdOf = (change: PlannedChange): string[] => ('unitId' in change ? [change.unitId] : []);
