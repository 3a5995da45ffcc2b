/**
 * Something that runs SQL: a TypeORM DataSource (a statement of its own) or EntityManager (inside its transaction).
 * Passing it is how a transaction is passed on.
 */
export interface Sql {
  query<Row = Record<string, unknown>>(statement: string, parameters?: unknown[]): Promise<Row[]>;
}
