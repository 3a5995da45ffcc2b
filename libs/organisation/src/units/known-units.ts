import type { Sql } from '#platform';

/** A unit as an import knows it, whether it stands in the database or in a file of the same import. */
export interface KnownUnit {
  code: string;
  name: string;
  aliases: string[];
  isGroup: boolean;
  parentCode: string;
}

/** The units that rows of an import may name, by code, and by name or alias. */
export class KnownUnits {
  readonly #byCode = new Map<string, KnownUnit>();
  #byName: Map<string, KnownUnit[]> | null = null;

  constructor(units: Iterable<KnownUnit> = []) {
    this.add(units);
  }

  static async load(sql: Sql, tenantId: string): Promise<KnownUnits> {
    const rows = await sql.query<KnownUnit>(
      `select u.code, u.name, u.aliases, u.is_group as "isGroup", coalesce(p.code, '') as "parentCode"
         from units u left join units p on p.unit_id = u.parent_id
        where u.tenant_id = $1`,
      [tenantId],
    );
    return new KnownUnits(rows);
  }

  /** A unit with a code that is known already takes the place of the one before. */
  add(units: Iterable<KnownUnit>): void {
    for (const unit of units) this.#byCode.set(unit.code, unit);
    this.#byName = null;
  }

  withCode(code: string): KnownUnit | undefined {
    return this.#byCode.get(code);
  }

  /** Every unit of that name or alias; full-width and half-width forms count as the same. */
  named(name: string): KnownUnit[] {
    this.#byName ??= indexByName(this.#byCode.values());
    return this.#byName.get(plain(name)) ?? [];
  }
}

function indexByName(units: Iterable<KnownUnit>): Map<string, KnownUnit[]> {
  const index = new Map<string, KnownUnit[]>();
  for (const unit of units) {
    for (const name of new Set([unit.name, ...unit.aliases].map(plain))) {
      index.set(name, [...(index.get(name) ?? []), unit]);
    }
  }
  return index;
}

function plain(name: string): string {
  return name.normalize('NFKC').replaceAll(' ', '');
}
