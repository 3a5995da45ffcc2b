import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inCheckout, root } from '../checkout.mjs';

/** A hash over the names and contents of all files under the given places of the checkout; a missing place counts as empty. */
export function fingerprint(places, salt = '') {
  const hash = createHash('sha256').update(salt);
  for (const place of places) {
    for (const file of filesUnder(inCheckout(place)))
      hash.update(`\n${path.relative(root, file)}\n`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** Whether the stamp file holds this fingerprint. */
export async function isStamped(stamp, print) {
  try {
    return (await readFile(stamp, 'utf8')) === print;
  } catch {
    // Never stamped.
    return false;
  }
}

export async function writeStamp(stamp, print) {
  await mkdir(path.dirname(stamp), { recursive: true });
  await writeFile(stamp, print);
}

/** All files under a folder, or the file itself, in a stable order. */
export function filesUnder(place) {
  const stat = statSync(place, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [place];
  return readdirSync(place)
    .sort()
    .flatMap((name) => filesUnder(path.join(place, name)));
}
