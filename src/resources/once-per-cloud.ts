import type { Cloud } from '../openstack/cloud.ts';

/**
 * What a cloud is asked for once, as long as the object is there by which it is known. A worker's clouds live as long as the worker; a
 * plan knows them by objects of its own (plan.ts), and so sees what has changed since the one before.
 */
export function oncePerCloud<Answer>(
  ask: (cloud: Cloud) => Promise<Answer>,
): (cloud: Cloud) => Promise<Answer> {
  const known = new WeakMap<Cloud, Promise<Answer>>();
  return async (cloud) => {
    const asked = known.get(cloud) ?? ask(cloud);
    known.set(cloud, asked);
    try {
      return await asked;
    } catch (error) {
      known.delete(cloud);
      throw error;
    }
  };
}
