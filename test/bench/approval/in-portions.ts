/** Both steps of a case. */
export interface BothSteps {
  office(number: number): Promise<void>;
  leader(number: number): Promise<void>;
}

/** As many cases as a client takes at a time. */
const PORTION = 20;

/**
 * What each client of a closed loop does next: it takes a portion of cases, of which the office passes each and then the leader
 * approves each. `take` answers the number of a case that nobody has taken, or null where none is left: then the act answers false.
 */
export function inPortions(
  clients: number,
  take: () => number | null,
  steps: BothSteps,
): (client: number) => Promise<boolean> {
  const hands = Array.from({ length: clients }, () => ({ toPass: [] as number[], toApprove: [] as number[] }));
  return async (client) => {
    const { toPass, toApprove } = hands[client] ?? { toPass: [], toApprove: [] };
    if (toPass.length === 0 && toApprove.length === 0) {
      for (let left = PORTION; left > 0; left -= 1) toPass.push(...[take() ?? []].flat());
    }
    const next = toPass.shift();
    if (next !== undefined) {
      await steps.office(next);
      toApprove.push(next);
      return true;
    }
    const passed = toApprove.shift();
    if (passed === undefined) return false;
    await steps.leader(passed);
    return true;
  };
}
