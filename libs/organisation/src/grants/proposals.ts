import { Injectable } from '@nestjs/common';
import { OperationLog } from '#audit';
import type { AccountChange, ProposalResult, ProposalStatus } from '#contracts';
import { Clock, newId, type Sql } from '#platform';
import { AccountResets } from '../people/account-resets.js';
import { tokenHash } from '../sessions/token-hash.js';
import { drawnToken } from '../tokens/drawn-token.js';
import { carryOut, type Carrying } from './carry-out.js';
import { firstPasswords, type HashedPassword } from './first-passwords.js';
import { accountsOf, type PlannedChange } from './planned-change.js';
import { plannedOf } from './planning.js';
import { hasSecurityAdministrator, heldPowers, mustStayHeld } from './power-holders.js';
import { proposalDecided, proposalMissing, proposalOfAnother, proposalOwn, proposalTooLarge } from './refusals.js';

/** Who acts on a proposal. */
export interface ProposalActor {
  tenantId: string;
  accountId: string;
  account: string;
}

/** What became of a proposal; `open`: it waits for a decision. */
export interface ProposalNews {
  tenantId: string;
  proposalId: string;
  status: ProposalStatus;
}

/** Hears of what waits for a decision and of what was decided, in the same transaction. */
export interface ProposalListener {
  onProposal(sql: Sql, news: ProposalNews): Promise<void>;
}

interface Open {
  changes: PlannedChange[];
  proposedBy: string;
  decision: string | null;
}

/** Each new account costs the hash of a password when it is approved. */
const MOST_CHANGES = 1000;

const NOTHING_SHOWN = { passwords: [], tokens: [] };

/** What the operation log calls a proposal that was made. */
const NOTED = { 'two-step': 'grant.proposed', first: 'grant.began', lock: 'account.locked' };

/** Changes to accounts and posts in two steps: one account asks, another decides, and what was decided is done at once. */
@Injectable()
export class Proposals {
  readonly #listeners: ProposalListener[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly operations: OperationLog,
    private readonly resets: AccountResets,
  ) {}

  listen(listener: ProposalListener): void {
    this.#listeners.push(listener);
  }

  /**
   * Keeps what is asked for, in the caller's transaction; what could not be carried out now is refused here already. The first
   * security administrator of a tenant comes into force at once, for there is nobody yet who could approve.
   */
  async propose(
    sql: Sql,
    actor: ProposalActor,
    { changes, reason }: { changes: readonly AccountChange[]; reason: string },
  ): Promise<ProposalResult> {
    if (changes.length > MOST_CHANGES) throw proposalTooLarge(MOST_CHANGES);
    await lock(sql, actor.tenantId);
    const planned = await plannedOf(sql, actor.tenantId, changes);
    const proposalId = newId();
    const isFirst = isFirstSecurity(planned) && !(await hasSecurityAdministrator(sql, actor.tenantId));
    await this.#keep(sql, actor, { proposalId, way: isFirst ? 'first' : 'two-step', planned, reason });
    if (isFirst) return this.#carryOut(sql, actor.tenantId, proposalId, planned, await firstPasswords(planned));
    await sql.query(`savepoint trial`);
    await this.#carryOut(sql, actor.tenantId, proposalId, planned, 'trial');
    await sql.query(`rollback to savepoint trial`);
    return { proposalId, status: 'open', ...NOTHING_SHOWN };
  }

  /** The proposal of the same account that asks for just these changes and is not decided yet; null where there is none. */
  async waiting(sql: Sql, actor: ProposalActor, changes: readonly AccountChange[]): Promise<string | null> {
    await lock(sql, actor.tenantId);
    const planned = await plannedOf(sql, actor.tenantId, changes);
    const [same] = await sql.query<{ id: string }>(
      `select proposal_id as id from account_proposals
        where tenant_id = $1 and proposed_by = $2 and decision is null and changes = $3::jsonb limit 1`,
      [actor.tenantId, actor.accountId, JSON.stringify(planned)],
    );
    return same?.id ?? null;
  }

  /**
   * The first passwords that it takes to approve a proposal, hashed. To be made before the transaction that decides: a thousand take
   * half a minute, in which no row may be locked. None where nothing waits for a decision.
   */
  async passwordsFor(sql: Sql, tenantId: string, proposalId: string): Promise<HashedPassword[]> {
    const [open] = await sql.query<Pick<Open, 'changes'>>(
      `select changes from account_proposals where tenant_id = $1 and proposal_id = $2 and decision is null`,
      [tenantId, proposalId],
    );
    return firstPasswords(open?.changes ?? []);
  }

  /**
   * Approves, and carries out in the same transaction, with the passwords that were made for it; or refuses, saying why. Only by
   * another account than the one that asked.
   */
  async decide(
    sql: Sql,
    actor: ProposalActor,
    { proposalId, isApproved, answer }: { proposalId: string; isApproved: boolean; answer: string | null },
    passwords: readonly HashedPassword[],
  ): Promise<ProposalResult> {
    const open = await this.#open(sql, actor.tenantId, proposalId);
    if (open.proposedBy === actor.accountId || accountsOf(open.changes).includes(actor.account)) throw proposalOwn();
    const status = isApproved ? 'approved' : 'refused';
    await this.#close(sql, actor, proposalId, { status, answer });
    if (isApproved) return this.#carryOut(sql, actor.tenantId, proposalId, open.changes, passwords);
    return { proposalId, status, ...NOTHING_SHOWN };
  }

  /** Takes back what one asked for oneself, before it is decided. */
  async withdraw(sql: Sql, actor: ProposalActor, proposalId: string): Promise<ProposalResult> {
    const open = await this.#open(sql, actor.tenantId, proposalId);
    if (open.proposedBy !== actor.accountId) throw proposalOfAnother();
    await this.#close(sql, actor, proposalId, { status: 'withdrawn', answer: null });
    return { proposalId, status: 'withdrawn', ...NOTHING_SHOWN };
  }

  /** Locks an account at once, in one step: to stop harm. To open it again takes two. */
  async lockAccount(
    sql: Sql,
    actor: ProposalActor,
    { account, reason }: { account: string; reason: string },
  ): Promise<ProposalResult> {
    if (account === actor.account) throw proposalOwn();
    await lock(sql, actor.tenantId);
    const proposalId = newId();
    const planned: PlannedChange[] = [{ do: 'disable', account }];
    await this.#keep(sql, actor, { proposalId, way: 'lock', planned, reason });
    return this.#carryOut(sql, actor.tenantId, proposalId, planned, []);
  }

  async #carryOut(
    sql: Sql,
    tenantId: string,
    proposalId: string,
    changes: readonly PlannedChange[],
    passwords: readonly HashedPassword[] | 'trial',
  ): Promise<ProposalResult> {
    const tokens = changes
      .filter((change) => change.do === 'token')
      .map(({ account }) => ({ account, token: drawnToken() }));
    const hashes = new Map(passwords === 'trial' ? [] : passwords.map(({ account, hash }) => [account, hash]));
    const now = this.clock.now();
    const [tenant] = await sql.query<{ zone: string }>(`select zone_offset as zone from tenants where tenant_id = $1`, [
      tenantId,
    ]);
    const at: Carrying = {
      sql,
      tenantId,
      proposalId,
      now,
      zone: tenant?.zone ?? '+08:00',
      hashOf: (account) => {
        const hash = passwords === 'trial' ? 'trial' : hashes.get(account);
        if (hash === undefined) throw new Error(`no first password was made for ${account}`);
        return hash;
      },
      tokens: new Map(tokens.map(({ account, token }) => [account, tokenHash(token)])),
      operations: this.operations,
      resets: this.resets,
    };
    const before = await heldPowers(sql, tenantId, now);
    await carryOut(at, changes);
    mustStayHeld(before, await heldPowers(sql, tenantId, now));
    const shown = passwords === 'trial' ? [] : passwords.map(({ account, password }) => ({ account, password }));
    return { proposalId, status: 'approved', passwords: shown, tokens };
  }

  async #keep(
    sql: Sql,
    actor: ProposalActor,
    kept: { proposalId: string; way: 'two-step' | 'first' | 'lock'; planned: PlannedChange[]; reason: string },
  ): Promise<void> {
    const { proposalId, way, planned, reason } = kept;
    const [decision, decidedAt] = way === 'two-step' ? [null, null] : ['approved', this.clock.now()];
    await sql.query(
      `insert into account_proposals (proposal_id, tenant_id, way, changes, accounts, reason, proposed_by, proposed_at, decision, decided_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        proposalId,
        actor.tenantId,
        way,
        JSON.stringify(planned),
        accountsOf(planned),
        reason,
        actor.accountId,
        this.clock.now(),
        decision,
        decidedAt,
      ],
    );
    await this.operations.note(sql, {
      tenantId: actor.tenantId,
      action: NOTED[way],
      object: { kind: 'proposal', id: proposalId },
      details: { changes: planned, reason },
    });
    if (way === 'two-step') await this.#tell(sql, { tenantId: actor.tenantId, proposalId, status: 'open' });
  }

  async #tell(sql: Sql, news: ProposalNews): Promise<void> {
    for (const listener of this.#listeners) await listener.onProposal(sql, news);
  }

  async #open(sql: Sql, tenantId: string, proposalId: string): Promise<Open> {
    await lock(sql, tenantId);
    const [open] = await sql.query<Open>(
      `select changes, proposed_by as "proposedBy", decision from account_proposals where tenant_id = $1 and proposal_id = $2 for update`,
      [tenantId, proposalId],
    );
    if (!open) throw proposalMissing();
    if (open.decision !== null) throw proposalDecided();
    return open;
  }

  async #close(
    sql: Sql,
    { tenantId, accountId }: ProposalActor,
    proposalId: string,
    { status, answer }: { status: 'approved' | 'refused' | 'withdrawn'; answer: string | null },
  ): Promise<void> {
    await sql.query(
      `update account_proposals set decision = $2, decided_by = $3, decided_at = $4, answer = $5 where proposal_id = $1`,
      [proposalId, status, accountId, this.clock.now(), answer],
    );
    const object = { kind: 'proposal', id: proposalId };
    await this.operations.note(sql, { tenantId, action: `grant.${status}`, object, details: answer ? { answer } : {} });
    await this.#tell(sql, { tenantId, proposalId, status });
  }
}

/** One account at most is added, and all that it gets is the security administrator's post, without an end. */
function isFirstSecurity(changes: readonly PlannedChange[]): boolean {
  return (
    accountsOf(changes).length === 1 &&
    changes.filter((change) => change.do === 'grant').length === 1 &&
    changes.every(
      (change) =>
        change.do === 'add' ||
        (change.do === 'grant' && change.post === 'security.administrator' && !change.from && !change.until),
    )
  );
}

/** Changes to the accounts of one tenant are decided one after the other, so that none can outrun the rule of the last holder. */
async function lock(sql: Sql, tenantId: string): Promise<void> {
  await sql.query(`select from tenants where tenant_id = $1 for no key update`, [tenantId]);
}
