import { createHash, randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Sql } from '#platform';

/** Without 0, 1, I, L, O: read off a terminal and typed. 20 of them are 99 bits. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const GROUPS = 4;
const GROUP = 5;
const LIVE = `made_at > now() - interval '24 hours'`;

/** Codes with which an empty product, or a tenant that was added to it, is set up: whoever reads the terminal is its first administrator. */
@Injectable()
export class SetupCodes {
  /** A fresh code, in groups, for this tenant; null: for the first. All that were made hold for a day. */
  async renew(sql: Sql, tenantId: string | null): Promise<string> {
    const group = (): string => Array.from({ length: GROUP }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    const code = Array.from({ length: GROUPS }, group).join('-');
    await sql.query(`delete from setup_codes where not (${LIVE})`);
    await sql.query(`insert into setup_codes (code_hash, tenant_id) values ($1, $2)`, [hash(code), tenantId]);
    return code;
  }

  /** What the code sets up: a tenant, or with null the first of all. Undefined where it is none that was made within the last day. */
  async opens(sql: Sql, code: string): Promise<string | null | undefined> {
    const [row] = await sql.query<{ tenantId: string | null }>(
      `select tenant_id as "tenantId" from setup_codes where code_hash = $1 and ${LIVE}`,
      [hash(code)],
    );
    return row?.tenantId;
  }

  /** All codes of this tenant, or with null of the first, have done their work. */
  async end(sql: Sql, tenantId: string | null): Promise<void> {
    await sql.query(`delete from setup_codes where tenant_id is not distinct from $1`, [tenantId]);
  }
}

/** However it is typed: small letters, spaces and dashes do not matter. */
function hash(code: string): Buffer {
  return createHash('sha256')
    .update(code.toUpperCase().replaceAll(/[^0-9A-Z]/g, ''))
    .digest();
}
