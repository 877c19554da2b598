import { z } from 'zod';

export const accessSchema = z.looseObject({
  flavor_access: z.array(z.looseObject({ tenant_id: z.string() })),
});

/** That a project may use a private flavor. Its id is `<flavor id>/<project id>`, its name the flavor's. */
export interface FlavorAccess {
  readonly id: string;
  readonly name: string;
  readonly flavorId: string;
  readonly projectId: string;
}

/** Project ids hold no slash; flavor ids may hold nearly anything. */
export function parseAccessId(id: string): { flavorId: string; projectId: string } {
  const slash = id.lastIndexOf('/');
  return { flavorId: id.slice(0, slash), projectId: id.slice(slash + 1) };
}

export function accessId(flavorId: string, projectId: string): string {
  return `${flavorId}/${projectId}`;
}
