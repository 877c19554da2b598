import { hasStatus } from '../errors/openstack.ts';

/** The answer, or undefined where the cloud says 404: there is none, or there is none any more. */
export async function unlessAbsent<Answer>(request: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await request;
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw error;
  }
}
