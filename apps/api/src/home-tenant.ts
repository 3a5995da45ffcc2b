import { Injectable } from '@nestjs/common';
import type { TenantRef } from '#contracts';
import { Tenants, unknownTenant, type KnownTenant } from '#organisation';
import { Database, DomainError, everyTenant, narrowTo } from '#platform';

/** The tenant to which people who are not signed in yet, citizens and commands speak: by its code, or without where there is only one. */
@Injectable()
export class HomeTenant {
  constructor(
    private readonly database: Database,
    private readonly tenants: Tenants,
  ) {}

  /**
   * Its id, for a request of somebody who is not signed in: from here on, its work is for this tenant. One that nobody can sign in
   * to yet is not there for strangers. Refused as `id` is.
   */
  async entered(code?: string): Promise<string> {
    const tenantId = named((await this.#all()).filter(isInUse), code);
    narrowTo(tenantId);
    return tenantId;
  }

  /**
   * Its id, for the operator. Refused with `tenant.missing` where none is set up, `tenant.needed` where there are several and none
   * is named, `tenant.unknown` where there is none of that code.
   */
  async id(code?: string): Promise<string> {
    const all = await this.#all();
    const inUse = all.filter(isInUse);
    return named(code === undefined && inUse.length > 0 ? inUse : all, code);
  }

  /** The oldest, for what belongs to the installation and to nobody in it; refused with `tenant.missing`. */
  async first(): Promise<string> {
    const [oldest] = await this.#all();
    if (!oldest) throw missing();
    return oldest.tenantId;
  }

  /** By what the settings of the installation know it: its code, and whether it is the first. */
  async place(tenantId: string): Promise<{ code: string; isFirst: boolean }> {
    const all = await this.#all();
    const tenant = all.find((one) => one.tenantId === tenantId);
    if (!tenant) throw missing();
    return { code: tenant.code, isFirst: tenant === all[0] };
  }

  /** Those that somebody can sign in to, the oldest first: all that a stranger is told of them. */
  async names(): Promise<TenantRef[]> {
    return (await this.#all()).filter(isInUse).map(({ code, name }) => ({ code, name }));
  }

  #all(): Promise<KnownTenant[]> {
    return everyTenant(() => this.tenants.all(this.database));
  }
}

function isInUse(tenant: KnownTenant): boolean {
  return tenant.isInUse;
}

/** The one of that code; without a code, the only one. */
function named(possible: readonly KnownTenant[], code: string | undefined): string {
  if (possible.length === 0) throw missing();
  const [tenant, another] = code === undefined ? possible : possible.filter((one) => one.code === code);
  if (!tenant) throw unknownTenant(code ?? '');
  if (another) throw needed(possible);
  return tenant.tenantId;
}

function missing(): DomainError {
  return new DomainError('unavailable', 'tenant.missing', {
    zh: '系统尚未设置。请系统管理员打开 /setup，用服务器启动时或建立地区时显示的设置码完成设置。',
    en: 'The product is not set up yet. An administrator must open /setup and use the code that was shown when the server started or the tenant was added.',
  });
}

function needed(possible: readonly TenantRef[]): DomainError {
  return new DomainError('invalid', 'tenant.needed', {
    zh: `此系统有多个地区，请选择一个：${possible.map(({ code, name }) => `${name.zh}（${code}）`).join('、')}。`,
    en: `This installation has several tenants. Choose one: ${possible.map(({ code, name }) => `${name.en} (${code})`).join(', ')}.`,
  });
}
