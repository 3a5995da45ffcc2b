import { Injectable } from '@nestjs/common';
import type { TenantRef } from '#contracts';
import { Tenants, type ListedTenant } from '#organisation';
import { Database, DomainError, everyTenant, narrowTo } from '#platform';

/** The tenant to which people who are not signed in yet, citizens and commands speak: by its code, or without where there is only one. */
@Injectable()
export class HomeTenant {
  constructor(
    private readonly database: Database,
    private readonly tenants: Tenants,
  ) {}

  /** Its id, for a request of somebody who is not signed in: from here on, its work is for this tenant. Refused as `id` is. */
  async entered(code?: string): Promise<string> {
    const tenantId = await this.id(code);
    narrowTo(tenantId);
    return tenantId;
  }

  /**
   * Its id. Refused with `tenant.missing` where none is set up, `tenant.needed` where there are several and none is named,
   * `tenant.unknown` where there is none of that code.
   */
  async id(code?: string): Promise<string> {
    const all = await this.#all();
    if (all.length === 0) throw missing();
    const inUse = all.filter(isInUse);
    const possible = code !== undefined ? all.filter((one) => one.code === code) : inUse.length > 0 ? inUse : all;
    const [tenant, another] = possible;
    if (!tenant) throw unknown(code ?? '');
    if (another) throw needed(possible);
    return tenant.tenantId;
  }

  /** The oldest, for what belongs to the installation and to nobody in it; refused with `tenant.missing`. */
  async first(): Promise<string> {
    const [oldest] = await this.#all();
    if (!oldest) throw missing();
    return oldest.tenantId;
  }

  /** Those that somebody can sign in to, the oldest first: all that a stranger is told of them. */
  async names(): Promise<TenantRef[]> {
    return (await this.#all()).filter(isInUse).map(({ code, name }) => ({ code, name }));
  }

  #all(): Promise<ListedTenant[]> {
    return everyTenant(() => this.tenants.all(this.database));
  }
}

function isInUse({ accounts }: ListedTenant): boolean {
  return accounts > 0;
}

function missing(): DomainError {
  return new DomainError('unavailable', 'tenant.missing', {
    zh: '系统尚未设置。请系统管理员打开 /setup，用服务器启动时显示的设置码完成首次设置。',
    en: 'The product is not set up yet. An administrator must open /setup and use the code that the server printed when it started.',
  });
}

function needed(possible: readonly TenantRef[]): DomainError {
  return new DomainError('invalid', 'tenant.needed', {
    zh: `此系统有多个租户，请选择一个：${possible.map(({ code, name }) => `${name.zh}（${code}）`).join('、')}。`,
    en: `This installation has several tenants. Choose one: ${possible.map(({ code, name }) => `${name.en} (${code})`).join(', ')}.`,
  });
}

function unknown(code: string): DomainError {
  return new DomainError('invalid', 'tenant.unknown', {
    zh: `没有代码为“${code}”的租户。请重新选择。`,
    en: `There is no tenant of the code “${code}”. Choose again.`,
  });
}
