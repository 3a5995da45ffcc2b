import type { Text } from './text.js';

/** A tenant as the pages name it: a city, or a district. */
export interface TenantRef {
  code: string;
  name: Text;
}
