export interface KeptPreference<T extends string> {
  read(): T;
  write(value: T): void;
}

/** A choice of the reader that this browser keeps. */
export function keptPreference<T extends string>(
  name: string,
  allowed: readonly T[],
  fallback: NoInfer<T>,
): KeptPreference<T> {
  const key = `kaoping.${name}`;
  return {
    read() {
      const kept = stored(() => localStorage.getItem(key));
      return allowed.find((value) => value === kept) ?? fallback;
    },
    write(value) {
      stored(() => localStorage.setItem(key, value));
    },
  };
}

// A browser with storage switched off throws on access; the choice then lasts as long as the page.
function stored<T>(access: () => T): T | null {
  try {
    return access();
  } catch {
    return null;
  }
}
