const LENGTH_BYTES = 4;
const CHARACTER_BYTES = 2;

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

  /** `room`: bytes of all texts together; a character takes two. */
  constructor(room: number) {
    const half = (): Half => ({ bytes: Buffer.allocUnsafeSlow(room / 2), taken: 0, places: new Map() });
    this.#young = half();
    this.#old = half();
  }

  /** A text that half of the room is too small for is not kept. */
  set(name: string, text: string): void {
    this.delete(name);
    const bytes = LENGTH_BYTES + text.length * CHARACTER_BYTES;
    if (bytes > this.#young.bytes.length) return;
    if (bytes > this.#young.bytes.length - this.#young.taken) this.#age();
    const half = this.#young;
    half.bytes.writeUInt32LE(bytes - LENGTH_BYTES, half.taken);
    half.bytes.write(text, half.taken + LENGTH_BYTES, 'utf16le');
    half.places.set(name, half.taken);
    half.taken += bytes;
  }

  get(name: string): string | undefined {
    return textIn(this.#young, name) ?? textIn(this.#old, name);
  }

  delete(name: string): void {
    if (!this.#young.places.delete(name)) this.#old.places.delete(name);
  }

  /** What was old is let go as a whole, and written over. */
  #age(): void {
    [this.#young, this.#old] = [this.#old, this.#young];
    this.#young.taken = 0;
    this.#young.places = new Map();
  }
}

function textIn({ bytes, places }: Half, name: string): string | undefined {
  const place = places.get(name);
  if (place === undefined) return undefined;
  const from = place + LENGTH_BYTES;
  return bytes.toString('utf16le', from, from + bytes.readUInt32LE(place));
}
