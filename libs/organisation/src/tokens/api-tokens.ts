import { Injectable } from '@nestjs/common';
import { OperationLog } from '#audit';
import type { Permission, TokenView } from '#contracts';
import { DomainError, type Sql } from '#platform';

interface Row {
  permissions: Permission[];
  issuedAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  isLive: boolean;
}

/** The tokens of system accounts: how they stand, and their end before their time. */
@Injectable()
export class ApiTokens {
  constructor(private readonly operations: OperationLog) {}

  /** The token of an account; null where it is no system's. */
  async of(sql: Sql, tenantId: string, accountId: string): Promise<TokenView | null> {
    const [row] = await sql.query<Row>(
      `select permissions, issued_at as "issuedAt", expires_at as "expiresAt", revoked_at as "revokedAt", last_used_at as "lastUsedAt",
              revoked_at is null and expires_at > now() as "isLive"
         from api_tokens where tenant_id = $1 and account_id = $2`,
      [tenantId, accountId],
    );
    if (!row) return null;
    const { issuedAt, expiresAt, revokedAt, lastUsedAt, ...token } = row;
    return {
      ...token,
      issuedAt: issuedAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      revokedAt: revokedAt?.toISOString() ?? null,
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    };
  }

  /** Ends a token at once and for ever, in a transaction, and locks its account; refused with `token.over`. */
  async revoke(sql: Sql, tenantId: string, accountId: string, reason: string): Promise<TokenView> {
    const [revoked] = await sql.query<{ account: string }>(
      `update api_tokens t set revoked_at = now() from accounts a
        where t.tenant_id = $1 and t.account_id = $2 and t.revoked_at is null and a.account_id = t.account_id returning a.account`,
      [tenantId, accountId],
    );
    if (!revoked) throw tokenOver();
    await sql.query(`update accounts set is_disabled = true where tenant_id = $1 and account_id = $2`, [
      tenantId,
      accountId,
    ]);
    const object = { kind: 'account', id: accountId };
    const details = { account: revoked.account, reason };
    await this.operations.note(sql, { tenantId, action: 'token.revoked', object, details });
    const ended = await this.of(sql, tenantId, accountId);
    if (!ended) throw tokenOver();
    return ended;
  }
}

function tokenOver(): DomainError {
  return new DomainError('conflict', 'token.over', {
    zh: '该账号没有接口令牌，或令牌已经撤销。请刷新后再看。',
    en: 'The account has no token, or it is revoked already. Refresh the page.',
  });
}
