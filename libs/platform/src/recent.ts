/**
 * The latest entries, as many as there is room for. Two generations: when the younger takes half of the room, it becomes the elder,
 * and what was the elder is let go as a whole. So no entry is ever looked for to be let go, which costs more than keeping one.
 */
export class Recent<Value> {
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();
  #taken = 0;

  /** `room`: how much all entries together may weigh, in the unit of `weigh`. */
  constructor(
    private readonly room: number,
    private readonly weigh: (value: Value) => number,
  ) {}

  set(name: string, value: Value): void {
    this.delete(name);
    this.#young.set(name, value);
    this.#taken += this.weigh(value);
    if (this.#taken <= this.room / 2) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#taken = 0;
  }

  get(name: string): Value | undefined {
    return this.#young.get(name) ?? this.#old.get(name);
  }

  delete(name: string): void {
    const young = this.#young.get(name);
    if (young === undefined) this.#old.delete(name);
    else {
      this.#young.delete(name);
      this.#taken -= this.weigh(young);
    }
  }
}
