/** Of pg, for queries that others make; without types of its own. */
declare module 'pg/lib/utils.js' {
  /** The text or bytes as which a value is sent. */
  export function prepareValue(value: unknown): unknown;
}
