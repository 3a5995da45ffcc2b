import type { TargetTree } from '#contracts';

/** The part of the tree whose names, texts or units hold the words. This is a pure function. */
export function matchingTree(tree: TargetTree, words: string): TargetTree {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return tree;
  const holds = (...texts: string[]): boolean => texts.some((text) => text.toLowerCase().includes(wanted));
  const domains = tree.domains.map((domain) => ({
    ...domain,
    kpis: domain.kpis.filter((kpi) =>
      holds(
        domain.domain,
        kpi.kpiNo,
        kpi.indicator,
        kpi.fiveYearTarget,
        ...kpi.years.flatMap((year) => year.units.flatMap((unit) => [unit.name, unit.nameEn])),
      ),
    ),
  }));
  return {
    ...tree,
    domains: domains.filter((domain) => domain.kpis.length > 0),
    specials: tree.specials.filter((one) => holds(one.name, one.content, ...one.leadUnits.map((unit) => unit.name))),
  };
}
