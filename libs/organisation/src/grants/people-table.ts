import { Injectable } from '@nestjs/common';
import { originNow } from '#audit';
import type { PersonLine, Post } from '#contracts';
import { Clock, DomainError, type Sql } from '#platform';
import type { ImportColumns, ImportFinding, ImportRow, ImportTable, SavedRows } from '../import-table.js';
import { ACCOUNT_NAME } from '../people/account-name.js';
import type { KnownUnits } from '../units/known-units.js';
import { changesTowards, LISTED_POSTS } from './people-sync.js';
import { Proposals } from './proposals.js';

const DAY = {
  is: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  says: { zh: '日期应写成 2017-03-31', en: 'Write a day as 2017-03-31' },
};
const MAIL = { is: /^[^\s@]+@[^\s@]+$/, says: { zh: '不是邮箱地址', en: 'This is no mail address' } };

const columns = {
  account: { type: 'text', maxLength: 64, required: true, pattern: ACCOUNT_NAME },
  name: { type: 'text', maxLength: 200, required: true },
  name_en: { type: 'text', maxLength: 200, mayBeMissing: true },
  email: { type: 'text', maxLength: 200, required: true, pattern: MAIL },
  post: { type: 'choice', options: LISTED_POSTS, required: true },
  unit_code: { type: 'unit', required: true },
  from: { type: 'text', maxLength: 10, mayBeMissing: true, pattern: DAY },
  until: { type: 'text', maxLength: 10, mayBeMissing: true, pattern: DAY },
} as const satisfies ImportColumns;

type PersonRow = ImportRow<typeof columns>;

/** people.csv: who holds which post where. Read like every file; what it would change becomes one proposal for approval. */
@Injectable()
export class PeopleTable implements ImportTable<typeof columns> {
  readonly kind = 'people';
  readonly title = { zh: '人员与岗位', en: 'People and posts' };
  readonly names = ['people'];
  readonly columns = columns;
  readonly key = ['account', 'post', 'unit_code'];

  constructor(
    private readonly proposals: Proposals,
    private readonly clock: Clock,
  ) {}

  check(rows: PersonRow[], known: KnownUnits): ImportFinding[] {
    return rows.flatMap(({ row, cells }) => {
      if (known.withCode(cells.unit_code)?.isGroup)
        return [
          finding(
            row,
            'unit_code',
            cells.unit_code,
            'unit.group',
            '单位组不设岗位，请填写单位。',
            'A group of units has no posts. Name a unit.',
          ),
        ];
      if (cells.from && cells.until && cells.until < cells.from)
        return [
          finding(
            row,
            'until',
            cells.until,
            'post.days',
            '截止日期早于开始日期。',
            'The last day lies before the first one.',
          ),
        ];
      return [];
    });
  }

  async save(sql: Sql, tenantId: string, rows: PersonRow[]): Promise<SavedRows> {
    const actor = originNow()?.actor;
    if (!actor?.accountId || !actor.account || !(await mayPropose(sql, actor.accountId, this.clock.now())))
      throw notTheirs();
    const people = rows.map(({ cells }) => lineOf(cells));
    const changes = await changesTowards(sql, tenantId, { people, isWhole: false, now: this.clock.now() });
    if (changes.length === 0) return { added: 0, changed: 0 };
    const who = { tenantId, accountId: actor.accountId, account: actor.account };
    if ((await this.proposals.waiting(sql, who, changes)) === null)
      await this.proposals.propose(sql, who, { changes, reason: '导入人员名单（people）' });
    const touched = new Set(changes.flatMap((change) => ('account' in change ? change.account : [])));
    return { added: 0, changed: people.filter(({ account }) => touched.has(account)).length };
  }
}

function lineOf(cells: PersonRow['cells']): PersonLine {
  return {
    account: cells.account,
    name: cells.name,
    nameEn: cells.name_en,
    email: cells.email,
    post: cells.post as Post,
    unitCode: cells.unit_code,
    from: cells.from || null,
    until: cells.until || null,
  };
}

/** The file may be imported by more people than may ask for accounts. */
async function mayPropose(sql: Sql, accountId: string, now: Date): Promise<boolean> {
  const held = await sql.query(
    `select from post_holdings where account_id = $1 and post = 'administrator' and valid_from <= $2 and (valid_to is null or valid_to > $2)`,
    [accountId, now],
  );
  return held.length > 0;
}

function finding(row: number, column: string, value: string, code: string, zh: string, en: string): ImportFinding {
  return { row, column, value, code, message: { zh, en } };
}

function notTheirs(): DomainError {
  return new DomainError('forbidden', 'people.not-yours', {
    zh: '人员名单只能由系统管理员登录后导入，并由安全管理员审批。',
    en: 'Only the system administrator imports a list of people, signed in; the security administrator then approves.',
  });
}
