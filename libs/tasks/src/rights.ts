import { Injectable } from '@nestjs/common';
import { deskOf, type Permission, type RightRow, type RightsView, type RightView } from '#contracts';
import { caseMissing, DefinitionLibrary, stateTitle } from '#engine';
import {
  AccountBook,
  Organisation,
  PostHolders,
  POSTS_OVER_CHILDREN,
  postTitle,
  rulesOf,
  Tenants,
  type PostHolder,
} from '#organisation';
import { Database, DomainError } from '#platform';

interface LaidTask {
  desk: string;
  state: string;
  since: Date;
  isOpen: boolean;
}

/** Permissions whose object is a case; of `task.answer` its tasks themselves tell. */
const OF_CASES = /^(case|sheet)\./;
/** Permissions that everybody has, wherever they look. */
const OF_EVERYBODY: readonly Permission[] = ['inbox.read', 'definition.read', 'unit.read'];

const NOBODY_ABOVE = { tenants: [], posts: [] };

/** Says who can do what, and why: by the very rules that let them. */
@Injectable()
export class Rights {
  constructor(
    private readonly database: Database,
    private readonly holders: PostHolders,
    private readonly organisation: Organisation,
    private readonly accounts: AccountBook,
    private readonly tenants: Tenants,
    private readonly definitions: DefinitionLibrary,
  ) {}

  /** What an account may do at an instant: by each of its posts everything that the post may. */
  async ofAccount(tenantId: string, accountId: string, at: Date): Promise<RightsView> {
    const { name } = await this.accounts.read(this.database, tenantId, accountId);
    const held = await this.holders.ofAccount(this.database, tenantId, at, accountId);
    const hasBelow = await this.tenants.hasBelow(this.database, tenantId);
    const rows = held.map((holder) =>
      byPost(
        holder,
        rulesOf(holder.post, holder.only).filter(({ scope }) => scope !== 'children' || hasBelow),
      ),
    );
    return { about: { kind: 'account', title: name }, at: at.toISOString(), above: NOBODY_ABOVE, rows };
  }

  /** Who may do what with the matters of a unit at an instant; refused with `unit.missing`. */
  async ofUnit(tenantId: string, unitId: string, at: Date): Promise<RightsView> {
    const unit = (await this.organisation.refsByIds(this.database, tenantId, [unitId])).get(unitId);
    if (!unit) throw unitMissing();
    const rows = await this.#over(tenantId, unitId, at, (permission) => !OF_EVERYBODY.includes(permission));
    const title = { zh: unit.name, en: unit.nameEn };
    return { about: { kind: 'unit', title }, at: at.toISOString(), above: await this.#above(tenantId), rows };
  }

  /** Who may do what with a case now: by their post, or because a task of it lies or lay on their desk; refused with `case.missing`. */
  async ofCase(tenantId: string, instanceId: string, at: Date): Promise<RightsView> {
    const [found] = await this.database.query<{
      unitId: string | null;
      zh: string;
      en: string;
      workflow: string;
      version: number;
    }>(
      `SELECT unit_id AS "unitId", title_zh AS zh, title_en AS en, workflow, version FROM instances WHERE tenant_id = $1 AND instance_id = $2`,
      [tenantId, instanceId],
    );
    if (!found) throw caseMissing();
    const { unitId, zh, en, workflow, version } = found;
    const chart = await this.definitions.chart(tenantId, workflow, version);
    const byPosts = await this.#over(tenantId, unitId, at, (permission) => OF_CASES.test(permission));
    const tasks = await this.database.query<LaidTask & { unitId: string | null }>(
      `SELECT * FROM (
         SELECT DISTINCT ON (desk) desk, unit_id AS "unitId", state, opened_at AS since, status = 'open' AS "isOpen"
           FROM tasks WHERE tenant_id = $1 AND instance_id = $2 ORDER BY desk, status = 'open' DESC, opened_at DESC) newest
       ORDER BY "isOpen" DESC, since DESC`,
      [tenantId, instanceId],
    );
    const units = tasks.flatMap((task) => task.unitId ?? []);
    const possible = await this.holders.over(this.database, tenantId, at, units);
    const byTasks = tasks.flatMap((task) =>
      possible
        .filter(({ post, unit, isDisabled }) => !isDisabled && deskOf(post, unit.unitId) === task.desk)
        .map((holder) => byTask(holder, task, stateTitle(chart, task.state))),
    );
    const above = await this.#above(tenantId);
    return { about: { kind: 'case', title: { zh, en } }, at: at.toISOString(), above, rows: [...byTasks, ...byPosts] };
  }

  /** Whoever reads from above: the posts are told, not who holds them. */
  async #above(tenantId: string): Promise<RightsView['above']> {
    const tenants = await this.tenants.above(this.database, tenantId);
    if (tenants.length === 0) return NOBODY_ABOVE;
    return { tenants: tenants.map(({ name }) => name), posts: POSTS_OVER_CHILDREN.map(postTitle) };
  }

  async #over(
    tenantId: string,
    unitId: string | null,
    at: Date,
    isAsked: (permission: Permission) => boolean,
  ): Promise<RightRow[]> {
    const line = unitId === null ? [] : await this.holders.lineOf(this.database, tenantId, unitId);
    const held = await this.holders.over(this.database, tenantId, at, line);
    return held
      .filter(({ isDisabled }) => !isDisabled)
      .map((holder) =>
        byPost(
          holder,
          reaching(holder, line.indexOf(holder.unit.unitId)).filter(({ permission }) => isAsked(permission)),
        ),
      )
      .filter(({ rights }) => rights.length > 0);
  }
}

/** The rules of a post that reach a unit so many steps below the post's own; −1 where it is not below it at all. */
function reaching({ post, only }: PostHolder, steps: number): RightView[] {
  return rulesOf(post, only).filter(
    ({ scope }) => scope === 'tenant' || (scope === 'subtree' && steps >= 0) || (scope === 'unit' && steps === 0),
  );
}

function byPost({ since, until, post, unit, grant, only: _, ...holder }: PostHolder, rights: RightView[]): RightRow {
  const held = { since: since.toISOString(), until: until?.toISOString() ?? null };
  return { ...holder, rights, why: { kind: 'post', post, title: postTitle(post), unit, ...held, grant } };
}

function byTask(
  { accountId, account, name, isDisabled, post, unit, only }: PostHolder,
  { since, isOpen }: LaidTask,
  state: { zh: string; en: string },
): RightRow {
  const rights: RightView[] = [
    { permission: 'case.read', scope: 'own' },
    ...(isOpen ? [{ permission: 'task.answer', scope: 'own' } as const] : []),
  ];
  const permitted = rights.filter(({ permission }) => only?.includes(permission) ?? true);
  const why = { kind: 'task', post, title: postTitle(post), unit, state, since: since.toISOString(), isOpen } as const;
  return { accountId, account, name, isDisabled, rights: permitted, why };
}

function unitMissing(): DomainError {
  return new DomainError('missing', 'unit.missing', {
    zh: '没有这个单位。请重新选择。',
    en: 'There is no such unit. Choose again.',
  });
}
