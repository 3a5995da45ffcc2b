import type { WorkingCalendar } from '#calendar';

/** Where the engine takes a tenant's working days from. */
export abstract class CalendarSource {
  abstract of(tenantId: string): Promise<WorkingCalendar>;
}
