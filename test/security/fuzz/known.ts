const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const KEPT = 60;
/** Whom a request may hurt is chosen in `people.ts`. */
const NOT_LEARNT = ['accountId', 'sessionId'];

/** Ids and cursors that the product has really given out, by the name of the field that held them. */
export class Known {
  readonly ids = new Map<string, string[]>();
  readonly cursors: string[] = [];

  constructor(expendableIds: string[]) {
    this.ids.set('accountId', expendableIds);
  }

  /** Whatever an answer holds of them; the newest are kept. */
  learn(value: unknown, name = ''): void {
    if (typeof value === 'string') this.#learnText(value, name);
    else if (Array.isArray(value)) for (const one of value) this.learn(one, name);
    else if (value !== null && typeof value === 'object')
      for (const [key, one] of Object.entries(value)) this.learn(one, key);
  }

  #learnText(text: string, name: string): void {
    if (name === 'nextCursor') {
      this.cursors.push(text);
      this.cursors.splice(0, this.cursors.length - KEPT);
    } else if (UUID.test(text) && !NOT_LEARNT.includes(name)) {
      const others = (this.ids.get(name) ?? []).filter((id) => id !== text);
      this.ids.set(name, [...others, text].slice(-KEPT));
    }
  }
}
