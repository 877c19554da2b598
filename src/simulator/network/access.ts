import type { Token } from '../http/call.ts';
import type { Refusal } from '../http/refusal.ts';
import { missing } from './refuse.ts';
import type { Asker } from './rest/attributes.ts';
import { owns } from './rest/kind.ts';
import type { Body } from './rest/thing.ts';
import type { Network, RbacPolicy, State } from './state.ts';
import { randomUUID } from 'node:crypto';

export const SHARED = 'access_as_shared';
export const EXTERNAL = 'access_as_external';

interface Owned {
  readonly id: string;
  readonly projectId: string;
}

/** Lets all projects at a thing: the policy that `shared` or `router:external` stands for. */
export function grant(
  state: State,
  objectType: string,
  { id, projectId }: Owned,
  action: string,
): void {
  const policy = { id: randomUUID(), projectId, objectType, objectId: id, action };
  state.policies.add({ ...policy, target: '*' });
}

/** The policy by which a thing is shared with all projects. */
export function sharedWithAll({ policies }: State, id: string): RbacPolicy | undefined {
  return policies
    .by('object', id)
    .find(({ action, target }) => action === SHARED && target === '*');
}

/** With a thing go the policies on it. */
export function dropPolicies({ policies }: State, id: string): void {
  for (const policy of policies.by('object', id)) policies.remove(policy);
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

/** One's own, and what others share. */
export function sees(state: State, thing: Owned, token: Token): boolean {
  return owns(thing, token) || isShared(state, thing, token);
}

export function seesNetwork(state: State, network: Network, token: Token): boolean {
  if (sees(state, network, token)) return true;
  return isGranted(state, { id: network.id, action: EXTERNAL, projectId: token.projectId });
}

export function networkMissing(id: string): Refusal {
  return missing('NetworkNotFound', `Network ${id} could not be found.`);
}

/** For a port or a subnet that is to be made. @throws Refusal 404 where the network is not to be seen */
export function newcomer(state: State, body: Body, token: Token): Asker {
  const id = body['network_id'] as string;
  const network = state.networks.get(id);
  // An administrator is told after all else.
  if (token.isAdmin) return networkAsker(state, id, token);
  if (network === undefined || !seesNetwork(state, network, token)) throw networkMissing(id);
  return networkAsker(state, id, token);
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
