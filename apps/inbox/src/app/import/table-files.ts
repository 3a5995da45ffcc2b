/** Whether a file may hold a table that the product reads. This is a pure function. */
export function isTable(name: string): boolean {
  return /\.(csv|xlsx)$/i.test(name);
}
