import type { Token } from '../http/call.ts';
import type { Refusal } from '../http/refusal.ts';
import { missing } from './refuse.ts';
import type { Asker } from './rest/attributes.ts';
import { owns } from './rest/kind.ts';
import type { Body } from './rest/thing.ts';
import type { Network, SecurityGroup, State } from './state.ts';
import { randomUUID } from 'node:crypto';

export const SHARED = 'access_as_shared';
export const EXTERNAL = 'access_as_external';

/** The policy that `shared` stands for: for all projects. */
export function share(
  state: State,
  objectType: string,
  { id, projectId }: { readonly id: string; readonly projectId: string },
): void {
  const policy = { id: randomUUID(), projectId, objectType, objectId: id, action: SHARED };
  state.policies.add({ ...policy, target: '*' });
}

/** Whether an RBAC policy lets a project at a thing. */
function isGranted(
  { policies }: State,
  {
    id,
    action,
    projectId,
  }: { readonly id: string; readonly action: string; readonly projectId: string | undefined },
): boolean {
  return policies
    .by('object', id)
    .some((each) => each.action === action && (each.target === '*' || each.target === projectId));
}

export function isShared(state: State, { id }: { readonly id: string }, token: Token): boolean {
  return isGranted(state, { id, action: SHARED, projectId: token.projectId });
}

export function seesNetwork(state: State, network: Network, token: Token): boolean {
  if (owns(network, token) || isShared(state, network, token)) return true;
  return isGranted(state, { id: network.id, action: EXTERNAL, projectId: token.projectId });
}

export function networkMissing(id: string): Refusal {
  return missing('NetworkNotFound', `Network ${id} could not be found.`);
}

/** For a port or a subnet that is to be made. @throws Refusal 404 where the network is not to be seen */
export function newcomer(state: State, body: Body, token: Token): Asker {
  const id = body['network_id'] as string;
  const network = state.networks.get(id);
  if (network === undefined || !seesNetwork(state, network, token)) throw networkMissing(id);
  return networkAsker(state, id, token);
}

export function seesGroup(state: State, group: SecurityGroup, token: Token): boolean {
  return owns(group, token) || isShared(state, group, token);
}

/** Who asks for a port or a subnet, as the rules about its network want to know it. */
export function networkAsker(state: State, networkId: string, token: Token): Asker {
  const network = state.networks.get(networkId);
  if (network === undefined) return { token, ownsNetwork: false, sharesNetwork: false };
  return {
    token,
    ownsNetwork: network.projectId === token.projectId,
    sharesNetwork: isShared(state, network, token),
  };
}
