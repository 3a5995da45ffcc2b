/** Cuts a text that grows at its end into lines, each of them told once, when it is whole. */
export class GrowingLines {
  private told = 0;

  /** The lines that came since the last call; the text is everything received so far. */
  take(text: string): string[] {
    const end = text.lastIndexOf('\n');
    if (end < this.told) return [];
    const lines = text.slice(this.told, end).split('\n');
    this.told = end + 1;
    return lines.filter((line) => line !== '');
  }
}
