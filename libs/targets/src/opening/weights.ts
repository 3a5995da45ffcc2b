/**
 * Equal shares of 100 points in whole points that add up to 100; the first shares take what does not divide (M028).
 */
export function equalShares(count: number): number[] {
  const share = Math.floor(100 / count);
  const left = 100 - share * count;
  return Array.from({ length: count }, (_, index) => share + (index < left ? 1 : 0));
}
