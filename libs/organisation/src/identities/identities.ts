import { Injectable } from '@nestjs/common';
import { OperationLog } from '#audit';
import { Clock, Database, newId, SecretBox, type Sql } from '#platform';
import { openSession, type OpenedSession, type Origin } from '../sessions/open-session.js';
import { noteRefusals } from '../sessions/refusals.js';
import { tokenHash } from '../sessions/token-hash.js';
import type { Claimed, IdentityRules } from './claimed.js';
import { followGroups } from './group-posts.js';
import { disabledIdentity, postless, someoneElse, unknownIdentity } from './identity-refusals.js';

interface Owner {
  accountId: string;
  account: string;
  isDisabled: boolean;
}

const OWNER = `a.account_id as "accountId", a.account, a.is_disabled as "isDisabled"`;

/** Lets in whom an identity provider knows. */
@Injectable()
export class Identities {
  constructor(
    private readonly database: Database,
    private readonly operations: OperationLog,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  /**
   * Opens a session for the account of whoever it is; the first time, the account is found by the rules, and linked for ever. The
   * posts follow the groups where rules say so. Refused with `oidc.unknown`, `oidc.disabled`, `oidc.no-post`.
   */
  signIn(tenantId: string, claimed: Claimed, rules: IdentityRules, origin: Origin): Promise<OpenedSession> {
    const { database, operations } = this;
    const details = { issuer: claimed.issuer, subject: claimed.subject };
    const actor = { accountId: null, account: claimed.username ?? claimed.subject };
    return noteRefusals({ database, operations }, { tenantId, action: 'session.refused', actor, details }, async () => {
      const owner = await database.transaction((sql) => this.#ownerOf(sql, tenantId, claimed, rules));
      if (owner.isDisabled) throw disabledIdentity();
      const who = { tenantId, accountId: owner.accountId };
      await database.transaction((sql) =>
        followGroups(sql, operations, who, { groups: claimed.groups, rules: rules.groupPosts, now: this.clock.now() }),
      );
      return database.transaction(async (sql) => {
        await this.#mustHoldPost(sql, owner.accountId);
        const opened = await openSession(sql, { accountId: owner.accountId, method: 'oidc' }, origin);
        const sealed = this.box.seal(Buffer.from(claimed.idToken), owner.accountId);
        await sql.query(`update sessions set sealed_id_token = $2 where token_hash = $1`, [
          tokenHash(opened.token),
          sealed,
        ]);
        const entry = { tenantId, action: 'session.opened', actor: owner, details: { by: 'oidc' } };
        await operations.note(sql, entry);
        return opened;
      });
    });
  }

  /** The session counts as fresh again; refused with `oidc.someone-else` where its holder is not who the provider says. */
  async renew(token: string, { issuer, subject }: Claimed): Promise<void> {
    await this.database.transaction(async (sql) => {
      const [renewed] = await sql.query<{ tenantId: string; accountId: string; account: string }>(
        `update sessions s set verified_at = now() from account_identities i join accounts a using (account_id)
          where s.token_hash = $1 and s.method = 'oidc' and s.account_id = i.account_id and i.issuer = $2 and i.subject = $3
         returning a.tenant_id as "tenantId", a.account_id as "accountId", a.account`,
        [tokenHash(token), issuer, subject],
      );
      if (!renewed) throw someoneElse();
      const { tenantId, ...actor } = renewed;
      await this.operations.note(sql, { tenantId, action: 'session.renewed', actor, details: { by: 'oidc' } });
    });
  }

  /** What the provider gave when the session was opened, for signing out there; null where there is nothing. */
  async idToken(token: string): Promise<string | null> {
    const [row] = await this.database.query<{ accountId: string; sealed: Buffer | null }>(
      `select account_id as "accountId", sealed_id_token as sealed from sessions where token_hash = $1`,
      [tokenHash(token)],
    );
    return row?.sealed ? (this.box.open(row.sealed, row.accountId)?.toString() ?? null) : null;
  }

  async #ownerOf(sql: Sql, tenantId: string, claimed: Claimed, rules: IdentityRules): Promise<Owner> {
    const { issuer, subject } = claimed;
    const [known] = await sql.query<Owner>(
      `select ${OWNER} from account_identities i join accounts a using (account_id)
        where i.tenant_id = $1 and i.issuer = $2 and i.subject = $3`,
      [tenantId, issuer, subject],
    );
    return known ?? this.#link(sql, tenantId, claimed, rules);
  }

  /** Exactly one account that is nobody else's yet has the verified address, or the name. */
  async #link(sql: Sql, tenantId: string, claimed: Claimed, { linkBy }: IdentityRules): Promise<Owner> {
    const { issuer, subject } = claimed;
    const named = linkBy === 'email' ? claimed.verifiedEmail : claimed.username;
    const found = await sql.query<Owner>(
      `select ${OWNER} from accounts a
        where a.tenant_id = $1 and lower(a.${linkBy === 'email' ? 'email' : 'account'}) = lower($2) and not a.is_sample and not a.is_system
          and not exists (select from account_identities i where i.account_id = a.account_id and i.issuer = $3)
          for update`,
      [tenantId, named, issuer],
    );
    const [owner] = found;
    if (!named || !owner || found.length > 1) throw unknownIdentity();
    await sql.query(
      `insert into account_identities (identity_id, tenant_id, account_id, issuer, subject) values ($1, $2, $3, $4, $5)`,
      [newId(), tenantId, owner.accountId, issuer, subject],
    );
    const object = { kind: 'account', id: owner.accountId };
    await this.operations.note(sql, {
      tenantId,
      action: 'identity.linked',
      actor: owner,
      object,
      details: { issuer, subject, by: linkBy },
    });
    return owner;
  }

  async #mustHoldPost(sql: Sql, accountId: string): Promise<void> {
    const held = await sql.query(
      `select from post_holdings where account_id = $1 and valid_from <= $2 and (valid_to is null or valid_to > $2) limit 1`,
      [accountId, this.clock.now()],
    );
    if (held.length === 0) throw postless();
  }
}
