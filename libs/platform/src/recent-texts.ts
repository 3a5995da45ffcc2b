const LENGTH_BYTES = 4;
const MOST_CHARACTER_BYTES = 3;

interface Half {
  bytes: Buffer;
  taken: number;
  /** Where each text begins. */
  places: Map<string, number>;
}

/**
 * The latest texts, as many as there is room for, in two generations as those of `Recent`. They lie in memory that is taken once: the
 * garbage collector neither moves thousands of texts that live for a while, nor walks over them.
 */
export class RecentTexts {
  #young: Half;
  #old: Half;

  /** `room`: bytes of all texts together, in UTF-8; each takes four more. The memory counts as used only where a text was. */
  constructor(room: number) {
    const half = (): Half => ({ bytes: Buffer.allocUnsafeSlow(room / 2), taken: 0, places: new Map() });
    this.#young = half();
    this.#old = half();
  }

  /** Half of a pair of surrogates comes back as U+FFFD. A text that half of the room is too small for is not kept. */
  set(name: string, text: string): void {
    this.delete(name);
    let half = this.#young;
    if (!hasRoom(half, text)) {
      if (bytesOf(text) > half.bytes.length) return;
      half = this.#age();
    }
    const bytes = half.bytes.write(text, half.taken + LENGTH_BYTES, 'utf8');
    half.bytes.writeUInt32LE(bytes, half.taken);
    half.places.set(name, half.taken);
    half.taken += LENGTH_BYTES + bytes;
  }

  get(name: string): string | undefined {
    return textIn(this.#young, name) ?? textIn(this.#old, name);
  }

  delete(name: string): void {
    if (!this.#young.places.delete(name)) this.#old.places.delete(name);
  }

  /** What was old is let go as a whole, and written over. */
  #age(): Half {
    [this.#young, this.#old] = [this.#old, this.#young];
    this.#young.taken = 0;
    this.#young.places = new Map();
    return this.#young;
  }
}

function hasRoom({ bytes, taken }: Half, text: string): boolean {
  const room = bytes.length - taken;
  // Counted only where it may matter.
  return LENGTH_BYTES + text.length * MOST_CHARACTER_BYTES <= room || bytesOf(text) <= room;
}

function bytesOf(text: string): number {
  return LENGTH_BYTES + Buffer.byteLength(text, 'utf8');
}

function textIn({ bytes, places }: Half, name: string): string | undefined {
  const place = places.get(name);
  if (place === undefined) return undefined;
  const from = place + LENGTH_BYTES;
  return bytes.toString('utf8', from, from + bytes.readUInt32LE(place));
}
