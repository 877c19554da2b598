import { hasStatus } from '../errors/openstack.ts';
import type { Resource } from './resource-kind.ts';

/**
 * Two migrations may make the same resource in the same moment. Where its natural key is unique by law the second one gets a
 * 409, and takes what the first made; a 409 that `made` cannot explain is thrown.
 */
export async function unlessRaced(
  create: Promise<string>,
  made: () => Promise<Resource | undefined>,
): Promise<string> {
  try {
    return await create;
  } catch (error) {
    const other = hasStatus(error, 409) ? await made() : undefined;
    if (other === undefined) throw error;
    return other.id;
  }
}

/** How often what another worker says as well is said. */
const TRIES = 3;

/**
 * For a call that says how things shall be, as another worker may in the same moment. Neutron reads what is there, then adds the rows that it
 * misses: whoever comes second adds them twice, and gets a 409 although nothing is in its way. Said again, it finds them.
 */
export async function againIfRaced(say: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await say();
      return;
    } catch (error) {
      if (!hasStatus(error, 409) || tries === TRIES) throw error;
    }
  }
}
