interface Named {
  indicator: string;
  target: string;
  fiveYearTarget?: string;
}

/**
 * What tells rows of one name apart, in the order of the rows: the five-year target of the KPI, else the row's own
 * target; null where the name says enough. This is a pure function.
 */
export function namesApart(rows: readonly Named[]): (string | null)[] {
  return rows.map((row) => {
    const isShared = rows.some((other) => other !== row && other.indicator === row.indicator);
    return isShared ? (row.fiveYearTarget ?? '') || row.target || null : null;
  });
}
