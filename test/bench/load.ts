import { latenciesOf, type Latencies } from './latencies.js';

/** A closed loop: so many clients, each sending its next act when the last was answered. */
export interface Round {
  clients: number;
  warmSeconds: number;
  seconds: number;
}

export interface Measured extends Latencies {
  /** Acts answered in the measured time. */
  acts: number;
  /** Acts answered at all, the warm-up with them. */
  allActs: number;
  rate: number;
}

/**
 * Runs a closed loop and counts what was answered after the warm-up. An act answers false where there is nothing left to do:
 * the measured time ends there.
 */
export async function closedLoop(round: Round, act: (client: number) => Promise<boolean>): Promise<Measured> {
  const from = performance.now() + round.warmSeconds * 1000;
  let until = from + round.seconds * 1000;
  let allActs = 0;
  const durations: number[] = [];
  const client = async (number: number): Promise<void> => {
    for (let began = performance.now(); began < until;) {
      if (!(await act(number))) {
        until = Math.min(until, performance.now());
        return;
      }
      const ended = performance.now();
      allActs += 1;
      if (ended >= from && ended < until) durations.push(ended - began);
      began = ended;
    }
  };
  await Promise.all(Array.from({ length: round.clients }, (_, number) => client(number)));
  const seconds = (until - from) / 1000;
  if (seconds < round.seconds / 3) throw new Error(`the stock was used up ${seconds.toFixed(1)} s after the warm-up`);
  return { acts: durations.length, allActs, rate: durations.length / seconds, ...latenciesOf(durations) };
}

/**
 * An open loop: acts are offered at a steady rate whether or not the last ones were answered, and each is timed from the
 * moment at which it was sent. `isOver` ends it early.
 */
export async function steadyLoad(
  offer: { perSecond: number; warmSeconds: number; seconds: number },
  act: (number: number) => Promise<void>,
  isOver = (): boolean => false,
): Promise<Measured> {
  const began = performance.now();
  const from = began + offer.warmSeconds * 1000;
  const count = offer.perSecond * (offer.warmSeconds + offer.seconds);
  const durations: number[] = [];
  const acts: Promise<void>[] = [];
  for (let number = 0; number < count && !isOver(); number += 1) {
    const due = began + (number * 1000) / offer.perSecond;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const sent = performance.now();
    acts.push(
      act(number + 1).then(() => {
        if (due >= from) durations.push(performance.now() - sent);
      }),
    );
  }
  await Promise.all(acts);
  const rate = durations.length / offer.seconds;
  return { acts: durations.length, allActs: acts.length, rate, ...latenciesOf(durations) };
}
