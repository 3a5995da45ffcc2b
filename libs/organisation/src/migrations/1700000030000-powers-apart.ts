// breaking: an account that holds an administrator's post beside another one must be parted first
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PowersApart1700000030000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create extension if not exists btree_gist;

      do $$
      declare mixed text;
      begin
        select string_agg(distinct a.account, ', ') into mixed
          from post_holdings h
          join post_holdings o on o.account_id = h.account_id and h.post = 'administrator' and o.post <> 'administrator'
           and tstzrange(h.valid_from, h.valid_to) && tstzrange(o.valid_from, o.valid_to)
          join accounts a on a.account_id = h.account_id;
        if mixed is not null then
          raise exception '以下账号在同一时间兼任系统管理员和其他岗位，须先分设账号 · these accounts hold the administrator''s post beside another at the same time, part them first: %', mixed;
        end if;
      end $$;

      alter table post_holdings add constraint post_holdings_powers_ex exclude using gist (account_id with =,
        (case post when 'administrator' then 'system' when 'security.administrator' then 'security' when 'audit.administrator' then 'audit' else 'none' end) with <>,
        tstzrange(valid_from, valid_to) with &&);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table post_holdings drop constraint post_holdings_powers_ex;`);
  }
}
