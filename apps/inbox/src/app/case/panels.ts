import type { Type } from '@angular/core';

/** Domain panels by the name that definitions use. Each takes the inputs `view`, `task` and `draft`. */
export const PANELS: Record<string, () => Promise<Type<unknown>>> = {
  'target-sheet': () => import('../sheet/target-sheet').then((file) => file.TargetSheet),
};
