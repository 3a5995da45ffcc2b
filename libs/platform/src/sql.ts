/**
 * Something that runs SQL: the database itself (a statement of its own) or a transaction. Passing it is how a transaction
 * is passed on.
 */
export interface Sql {
  query<Row = Record<string, unknown>>(statement: string, parameters?: unknown[]): Promise<Row[]>;
  /** As `query`, for the hot statements: parsed and planned once per connection. */
  prepared<Row = Record<string, unknown>>(statement: string, parameters?: unknown[]): Promise<Row[]>;
}
