import { Injectable } from '@nestjs/common';
import { Database, DomainError, everyTenant, narrowTo } from '#platform';

/** The tenant that people who are not signed in yet, and citizens, speak to. */
@Injectable()
export class HomeTenant {
  #tenantId: string | null = null;

  constructor(private readonly database: Database) {}

  /** Its id, for a request of somebody who is not signed in: from here on, its work is for this tenant. */
  async entered(): Promise<string> {
    const tenantId = await this.id();
    narrowTo(tenantId);
    return tenantId;
  }

  /** Its id; refused with `tenant.missing` where none is set up. */
  async id(): Promise<string> {
    if (this.#tenantId) return this.#tenantId;
    const [row] = await everyTenant(() =>
      this.database.query<{ tenant_id: string }>(`SELECT tenant_id FROM tenants ORDER BY tenant_id LIMIT 1`),
    );
    if (!row)
      throw new DomainError('unavailable', 'tenant.missing', {
        zh: '系统尚未设置。请系统管理员打开 /setup，用服务器启动时显示的设置码完成首次设置。',
        en: 'The product is not set up yet. An administrator must open /setup and use the code that the server printed when it started.',
      });
    this.#tenantId = row.tenant_id;
    return row.tenant_id;
  }
}
