import { POSTS_OVER_CHILDREN, POSTS_OVER_SUBTREES } from '../people/reach.js';
import { UNIT_JSON } from '../units/unit-json.js';

/** The units below that of a holding `h`, where its post reaches them. */
const BELOW = `case when h.post = any ('{${POSTS_OVER_SUBTREES.join()}}') then (
  with recursive under as (
    select unit_id from units where parent_id = h.unit_id
    union select u.unit_id from under join units u on u.parent_id = under.unit_id)
  select coalesce(json_agg(unit_id), '[]') from under) else '[]' end`;

/** The tenants below that of a holding `h`, where its post reaches into them. */
const TENANTS_BELOW = `case when h.post = any ('{${POSTS_OVER_CHILDREN.join()}}') then (
  with recursive under as (
    select tenant_id from tenants where parent_id = h.tenant_id
    union select t.tenant_id from under join tenants t on t.parent_id = under.tenant_id)
  select coalesce(json_agg(json_build_object('tenantId', t.tenant_id, 'code', t.code, 'name', json_build_object('zh', t.name_zh, 'en', t.name_en))
    order by t.code), '[]') from under join tenants t using (tenant_id)) else '[]' end`;

/** A row `posts` of what the accounts `live` hold at the instant `$2`, for `cross join lateral`. */
export const POSTS_HELD = `(
      select coalesce(json_agg(json_build_object('post', h.post, 'unit', ${UNIT_JSON}, 'below', ${BELOW}, 'tenantsBelow', ${TENANTS_BELOW}) order by h.post, u.code), '[]') as posts
        from post_holdings h cross join lateral (select * from units where unit_id = h.unit_id offset 0) u
       where h.account_id = live.account_id and h.valid_from <= $2 and (h.valid_to is null or h.valid_to > $2)) held`;
