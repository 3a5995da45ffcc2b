import { AsyncLocalStorage } from 'node:async_hooks';

/** Who acts: the account, and the post in which it acts where one is known. */
export interface OperationActor {
  accountId: string | null;
  /** The account's name, as it was typed where it is none. */
  account: string | null;
  post?: string | null;
  unitId?: string | null;
}

/** From where something was asked for, as far as the server can tell. */
export interface RequestOrigin {
  address: string | null;
  /** What the browser calls itself. */
  device: string;
  /** The number that an answer shows when something failed. */
  correlationId: string | null;
  /** Known once the session is recognised. */
  actor: OperationActor | null;
}

const origins = new AsyncLocalStorage<RequestOrigin>();

/** Does the work as asked for from there; all that it awaits included. */
export function withinOrigin<Result>(origin: RequestOrigin, work: () => Result): Result {
  return origins.run(origin, work);
}

/** From where what runs now was asked for; null where nobody asked, as in the beats of a worker. */
export function originNow(): RequestOrigin | null {
  return origins.getStore() ?? null;
}
