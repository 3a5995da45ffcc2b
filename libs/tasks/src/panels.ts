import { Injectable } from '@nestjs/common';
import type { Sql } from '#platform';

/** What a domain's panel sent with an answer. */
export interface PanelAnswer {
  tenantId: string;
  recordId: string;
  state: string;
  /** The unit that answers; null for the office and leadership. */
  unitId: string | null;
  outcome: string;
  data: Record<string, unknown>;
}

/** A domain's check of what its own panel sends, before anything is kept; throws a DomainError that names every fault. */
export interface PanelCheck {
  panel: string;
  check(sql: Sql, answer: PanelAnswer): Promise<void>;
}

/** The checks of panels, by name: what no form describes is refused by the domain that owns the panel. */
@Injectable()
export class Panels {
  readonly #checks = new Map<string, PanelCheck>();

  register(check: PanelCheck): void {
    this.#checks.set(check.panel, check);
  }

  of(panel: string): PanelCheck | undefined {
    return this.#checks.get(panel);
  }
}
