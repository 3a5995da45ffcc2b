import { CHINESE_FAVOURITES, LUCKY_NUMBERS } from './chinese-favourites.js';
import { inSmallLetters, spelledOut, WORDS, withoutRows } from './common-passwords.js';
import { isLeaked } from './leaked-passwords.js';

/** What stands around a known password hides nothing while no more characters than this are its own. */
const SIMPLE = 4;
/** Longer things around it are on nobody's list. */
const FAR = 20;

const FAVOURITES = new Set([...WORDS, ...CHINESE_FAVOURITES, ...LUCKY_NUMBERS]);

/**
 * Whether a password is one that guessers have lists of: leaked ones, and what is loved here. Capitals, letters written as
 * digits, a repetition, and simple digits and signs around it make no other password of it. This is a pure function.
 */
export function isKnown(password: string): boolean {
  const written = inSmallLetters(password);
  return (
    isLeaked(password.replaceAll(/[A-Z]/g, (capital) => capital.toLowerCase())) ||
    guesses(written).some((guess) => isListed(guess) || isListed(spelledOut(guess)))
  );
}

const isListed = (guess: string): boolean => FAVOURITES.has(guess) || isLeaked(guess);

/** What is left of it when simple digits and signs at its ends are taken away, more of them one after the other. */
function guesses(written: string): string[] {
  const once = written.replace(/^(.{3,}?)\1+$/u, '$1');
  const head = /^\P{L}*/u.exec(once)?.[0] ?? '';
  const tail = /\P{L}*$/u.exec(once)?.[0] ?? '';
  return [...new Set([0, head.length])].flatMap((start) =>
    Array.from({ length: Math.min(tail.length, FAR) + 1 }, (_, taken) => ({ start, end: once.length - taken }))
      .filter(({ start, end }) => end > start && isSimple(once.slice(0, start) + ' ' + once.slice(end)))
      .map(({ start, end }) => once.slice(start, end)),
  );
}

/** Years, rows of keys, repetitions and numbers that are loved are nobody's own. */
function isSimple(around: string): boolean {
  if (around.length > 2 * FAR) return false;
  const strange = LUCKY_NUMBERS.reduce((rest, number) => rest.replaceAll(number, ' '), around);
  const own = withoutRows(strange)
    .replaceAll(/(?:19|20)\d\d/g, ' ')
    .replaceAll(/(.)\1+/gu, '$1')
    .replaceAll(' ', '');
  return [...own].length <= SIMPLE;
}
