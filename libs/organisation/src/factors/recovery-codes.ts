import { randomInt } from 'node:crypto';
import { newId, type SecretBox, type Sql } from '#platform';

/** Without 0, 1, I, L, O: read off paper and typed. Ten of them are 49 bits, tried five times before a lock. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const COUNT = 10;

/** Whose codes they are. */
export interface Owner {
  tenantId: string;
  accountId: string;
}

/** Ten fresh codes, each good once; those that were there before are none any more. Shown once, kept as keyed hashes. */
export async function renewRecoveryCodes(sql: Sql, box: SecretBox, { tenantId, accountId }: Owner): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, drawn);
  await sql.query(`delete from recovery_codes where account_id = $1`, [accountId]);
  await sql.query(
    `insert into recovery_codes (code_id, tenant_id, account_id, code_hash)
     select code_id, $1, $2, code_hash from unnest($3::uuid[], $4::bytea[]) as r (code_id, code_hash)`,
    [tenantId, accountId, codes.map(() => newId()), codes.map((code) => hash(box, accountId, code))],
  );
  return codes;
}

/** Whether it was one of the account's codes; it is none any more. */
export async function useRecoveryCode(sql: Sql, box: SecretBox, accountId: string, code: string): Promise<boolean> {
  const used = await sql.query(`delete from recovery_codes where account_id = $1 and code_hash = $2 returning 1`, [
    accountId,
    hash(box, accountId, code),
  ]);
  return used.length > 0;
}

function drawn(): string {
  const half = (): string => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${half()}-${half()}`;
}

/** However it is typed: small letters, spaces and dashes do not matter. */
function hash(box: SecretBox, accountId: string, code: string): Buffer {
  return box.mark(`${accountId} ${code.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')}`);
}
