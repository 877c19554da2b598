import type { Cloud } from '../openstack/cloud.ts';
import type { CommandContext } from './context.ts';

/** Opens clouds, loading the HTTP client only now, and closes them afterwards. Logs in with the first request. */
export async function withClouds<const Names extends readonly string[], Result>(
  context: CommandContext,
  names: Names,
  use: (clouds: { [Index in keyof Names]: Cloud }) => Promise<Result>,
): Promise<Result> {
  const { openCloud } = await import('../openstack/open-cloud.ts');
  const { neutronShaped } = await import('../resources/nova-network/neutron-shaped.ts');
  const { logRequests } = await import('../temporal/log.ts');
  const onRequest = logRequests(await context.log());
  const clouds: Cloud[] = [];
  try {
    for (const name of names) clouds.push(neutronShaped(await openCloud(name, { onRequest })));
    return await use(clouds as { [Index in keyof Names]: Cloud });
  } finally {
    for (const cloud of clouds) cloud.close();
  }
}
