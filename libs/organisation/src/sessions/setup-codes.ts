import { createHash, randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError, type Sql } from '#platform';

/** Without 0, 1, I, L, O: read off a terminal and typed. 20 of them are 99 bits. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const GROUPS = 4;
const GROUP = 5;
const LIVE = `made_at > now() - interval '24 hours'`;

/** Codes with which an empty product is set up: whoever reads its terminal is its first administrator, and nobody else. */
@Injectable()
export class SetupCodes {
  /** A fresh code, in groups. Each process that starts prints one of its own; all of them hold for a day. */
  async renew(sql: Sql): Promise<string> {
    const group = (): string => Array.from({ length: GROUP }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    const code = Array.from({ length: GROUPS }, group).join('-');
    await sql.query(`delete from setup_codes where not (${LIVE})`);
    await sql.query(`insert into setup_codes (code_hash) values ($1)`, [hash(code)]);
    return code;
  }

  /** Refused with `setup.code` where the code is none that was printed within the last day. */
  async mustHold(sql: Sql, code: string): Promise<void> {
    if ((await sql.query(`select from setup_codes where code_hash = $1 and ${LIVE}`, [hash(code)])).length === 0)
      throw wrong();
  }

  /** All codes have done their work. */
  async end(sql: Sql): Promise<void> {
    await sql.query(`delete from setup_codes`);
  }
}

/** However it is typed: small letters, spaces and dashes do not matter. */
function hash(code: string): Buffer {
  return createHash('sha256')
    .update(code.toUpperCase().replaceAll(/[^0-9A-Z]/g, ''))
    .digest();
}

function wrong(): DomainError {
  return new DomainError('forbidden', 'setup.code', {
    zh: '设置码不对或已失效。请核对服务器启动时显示的设置码；重新启动会显示新的一个。',
    en: 'The set-up code is wrong or has expired. Compare it with the one that the server printed when it started; a restart prints a new one.',
  });
}
