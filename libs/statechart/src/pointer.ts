/** A place in a definition, as a JSON pointer (RFC 6901) is built. */
export interface Pointer {
  at(...keys: (string | number)[]): Pointer;
  toString(): string;
}

/** The place in a document under the keys given. This is a pure function. */
export function pointer(...keys: (string | number)[]): Pointer {
  return {
    at: (...more) => pointer(...keys, ...more),
    toString: () => keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
  };
}

/** The place of a state in its definition. This is a pure function. */
export function pointerTo(state: string): Pointer {
  return pointer('machine', ...state.split('.').flatMap((key) => ['states', key]));
}
