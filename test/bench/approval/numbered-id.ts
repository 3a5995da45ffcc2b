/** Which stock a row belongs to: instances that wait for the office, or for the leader. */
export type Stock = 'office' | 'leader';

const DIGIT: Record<Stock, string> = { office: '0', leader: '1' };

function group(stock: Stock, kind: number): string {
  return `01900000-0000-7000-8${DIGIT[stock]}${kind.toString(16).padStart(2, '0')}-`;
}

/** The id of the n-th row of a kind: a UUID v7 that needs no look-up. */
export function numberedId(stock: Stock, kind: number, n: number): string {
  return `${group(stock, kind)}${n.toString(16).padStart(12, '0')}`;
}

/** The same id as text in SQL, for a number that SQL knows. */
export function numberedIdSql(stock: Stock, kind: number, n: string): string {
  return `('${group(stock, kind)}' || lpad(to_hex(${n}), 12, '0'))`;
}
