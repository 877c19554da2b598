import { setTimeout as sleep } from 'node:timers/promises';

/** How often, and how long apart, a create whose answer was lost is looked for before it is held not to have happened. */
const LOOKS = 4;
const LOOK_MS = 3000;

/** Looks until something is found, or it is sure that there is nothing. Answers the last look. */
export async function lookPatiently<Found>(
  look: () => Promise<Found>,
  isFound: (found: Found) => boolean,
  signal: AbortSignal,
): Promise<Found> {
  let found = await look();
  for (let looks = 1; !isFound(found) && looks < LOOKS; looks += 1) {
    await sleep(LOOK_MS, undefined, { signal });
    found = await look();
  }
  return found;
}
