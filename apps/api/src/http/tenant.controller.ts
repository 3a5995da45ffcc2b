import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { TenantRef } from '#contracts';
import { HomeTenant } from '../home-tenant.js';
import { ForPeople, Open } from './access.js';
import { tenantRefs } from './answers/tenant-ref.js';
import { Replies } from './replies.js';

/** The tenants of this installation, by name. */
@ApiTags('session')
@Controller('api/tenants')
@ForPeople()
@Open('chosen before signing in, and by citizens; nothing but names is told')
export class TenantController {
  constructor(private readonly home: HomeTenant) {}

  @Get()
  @ApiOperation({ summary: 'The tenants that somebody can sign in to, by code and name' })
  @Replies(200, tenantRefs)
  names(): Promise<TenantRef[]> {
    return this.home.names();
  }
}
