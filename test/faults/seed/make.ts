import { z } from 'zod';
import type { Cloud, Service } from '../../../src/openstack/cloud.ts';
import { openCloud } from '../../../src/openstack/open-cloud.ts';

type Body = Readonly<Record<string, unknown>>;

export interface Doors {
  /** As the administrator. */
  readonly cloud: Cloud;
  /** As somebody of the project. */
  readonly member: Cloud;
}

/** Answers the id of what it makes. */
export async function make(
  cloud: Cloud,
  service: Service,
  path: string,
  body: Body,
  microversion?: string,
): Promise<string> {
  const answer = await cloud.request(service, {
    method: 'POST',
    path,
    body,
    ...(microversion === undefined ? {} : { microversion }),
    schema: z.looseObject({}),
  });
  const inner = 'id' in answer ? answer : Object.values(answer)[0];
  const { id, name } = z
    .looseObject({ id: z.string().optional(), name: z.string().optional() })
    .parse(inner);
  return id ?? name ?? '';
}

/** One of the network API; `one` is its key in a body: `security_group`. */
export function makeNeutron(cloud: Cloud, one: string, body: Body): Promise<string> {
  const path = `/${one.replaceAll('_', '-').replace(/y$/, 'ie')}s`;
  return make(cloud, 'network', path, { [one]: body });
}

export async function put(
  cloud: Cloud,
  service: Service,
  path: string,
  body?: Body,
): Promise<void> {
  await cloud.call(service, { method: 'PUT', path, ...(body === undefined ? {} : { body }) });
}

export function openAs(
  name: string,
  environment: Readonly<Record<string, string>>,
): Promise<Cloud> {
  return openCloud(name, { environment });
}
