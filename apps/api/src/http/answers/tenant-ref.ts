import { z } from 'zod';
import { text } from './text.js';

/** A tenant as the pages name it. */
export const tenantRef = z.object({ code: z.string(), name: text }).meta({ id: 'TenantRef' });

export const tenantRefs = z.array(tenantRef);
