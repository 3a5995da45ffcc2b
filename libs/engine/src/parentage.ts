/** Whose child a case is: of which state, and of the step with which that state was entered. */
export interface Parentage {
  instanceId: string;
  state: string;
  entry: number;
  /** From 1. */
  no: number;
}

/** The children of one stay in a state. */
export interface ChildrenRun {
  /** The step with which the state was entered. */
  entry: number;
  /** How many were started; null while the first are not. */
  started: number | null;
  /** What the state was called then, where the case has gone over to a version that calls it otherwise. */
  enteredAs?: string;
}
