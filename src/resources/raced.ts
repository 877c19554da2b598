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
