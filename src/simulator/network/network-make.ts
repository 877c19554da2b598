import { randomInt } from 'node:crypto';
import { EXTERNAL, SHARED, grant } from './access.ts';
import type { Token } from '../http/call.ts';
import { ensureDefaultGroup } from './group/default.ts';
import type { Neutron } from './neutron.ts';
import { checkRules, policyForNew } from './qos/bind.ts';
import { str } from '../python.ts';
import { checkQuota } from './quota.ts';
import { conflict, invalidInput } from './refuse.ts';
import { isRecord } from './rest/body.ts';
import { newThing } from './rest/thing.ts';
import type { Body } from './rest/thing.ts';
import type { Network, State } from './state.ts';

const LARGEST_MTU = { vxlan: 1450, vlan: 1500, flat: 1500, local: 1500 };
const VNIS = { first: 1000, last: 1999 };
const VLANS = { first: 100, last: 199 };
/** The one there is. */
const PHYSICAL = 'public';

/** @throws Refusal 400, 409 */
export function makeNetwork(neutron: Neutron, body: Body, token: Token): Network {
  const { state, cloud } = neutron;
  const projectId = body['project_id'] as string;
  checkQuota(state, 'network', projectId);
  const provider = providerOf(state, body);
  const mtu = mtuOf(provider.type, body['mtu'] as number);
  ensureDefaultGroup(neutron, projectId);
  const thing = newThing(cloud.clock, body);
  const qosPolicyId = policyForNew(state, body, token);
  checkRules(state, qosPolicyId, { network: thing.id });
  const external = body['router:external'] as boolean;
  const network: Network = {
    ...thing,
    qosPolicyId,
    adminStateUp: body['admin_state_up'] as boolean,
    mtu,
    external,
    dnsDomain: body['dns_domain'] as string,
    isDefault: body['is_default'] as boolean,
    portSecurity: body['port_security_enabled'] as boolean,
    ...provider,
  };
  state.networks.add(network);
  if (external) grant(state, 'network', network, EXTERNAL);
  if (body['shared'] === true) grant(state, 'network', network, SHARED);
  return network;
}

/** @throws Refusal 400 */
export function mtuOf(type: Network['type'], asked: number): number {
  const largest = LARGEST_MTU[type];
  if (asked > largest) throw invalidInput(`Requested MTU is too big, maximum is ${largest}`);
  return asked === 0 ? largest : asked;
}

type Provider = Pick<Network, 'type' | 'physicalNetwork' | 'segmentationId'>;

function providerOf(state: State, body: Body): Provider {
  const segment = Array.isArray(body['segments']) ? (body['segments'] as unknown[])[0] : undefined;
  const given = isRecord(segment) ? segment : body;
  const named = given['provider:network_type'];
  const physical = (given['provider:physical_network'] as string | undefined) ?? null;
  const asked = given['provider:segmentation_id'] as number | undefined;
  const type = named ?? 'vxlan';
  if (named === undefined && (physical !== null || asked !== undefined)) {
    throw invalidInput('network_type required');
  }
  if (type === 'local') return { type, physicalNetwork: null, segmentationId: null };
  if (type === 'flat') return flat(state, physical, asked);
  if (type === 'vlan') return vlan(state, physical, asked);
  if (type === 'vxlan') return vxlan(state, physical, asked);
  throw invalidInput(`network_type value '${str(type)}' not supported`);
}

function vxlan(state: State, physical: string | null, asked: number | undefined): Provider {
  if (physical !== null)
    throw invalidInput('provider:physical_network specified for vxlan network');
  const taken = takenBy(state, 'vxlan');
  if (asked !== undefined && taken.has(asked)) {
    const message = `Unable to create the network. The tunnel ID ${asked} is in use.`;
    throw conflict('TunnelIdInUse', message);
  }
  return { type: 'vxlan', physicalNetwork: null, segmentationId: asked ?? freeNumber(taken, VNIS) };
}

function takenBy(state: State, type: Network['type']): ReadonlySet<number | null> {
  const others = state.networks.sorted().filter((network) => network.type === type);
  return new Set(others.map(({ segmentationId }) => segmentationId));
}

function vlan(state: State, physical: string | null, asked: number | undefined): Provider {
  if (asked !== undefined && physical === null) {
    throw invalidInput('segmentation_id requires physical_network for VLAN provider network');
  }
  if (physical !== null && physical !== PHYSICAL)
    throw invalidInput(`physical_network '${physical}' unknown for VLAN provider network`);
  if (asked !== undefined && (asked < 1 || asked > 4094))
    throw invalidInput('segmentation_id out of range (1 through 4094)');
  const taken = takenBy(state, 'vlan');
  if (asked !== undefined && taken.has(asked)) {
    const message = `Unable to create the network. The VLAN ${asked} on physical network ${PHYSICAL} is in use.`;
    throw conflict('VlanIdInUse', message);
  }
  const segmentationId = asked ?? freeNumber(taken, VLANS);
  return { type: 'vlan', physicalNetwork: PHYSICAL, segmentationId };
}

function flat(state: State, physical: string | null, asked: number | undefined): Provider {
  if (asked !== undefined)
    throw invalidInput('segmentation_id prohibited for flat provider network');
  if (physical === null) throw invalidInput('physical_network required for flat provider network');
  if (physical !== PHYSICAL)
    throw invalidInput(`physical_network '${physical}' unknown for flat provider network`);
  if (takenBy(state, 'flat').size > 0) {
    const message = `Unable to create the flat network. Physical network ${physical} is in use.`;
    throw conflict('FlatNetworkInUse', message);
  }
  return { type: 'flat', physicalNetwork: physical, segmentationId: null };
}

/** Beyond the range there is more room than the lab's clouds have: simulated ones may be larger. */
function freeNumber(
  taken: ReadonlySet<number | null>,
  { first, last }: { readonly first: number; readonly last: number },
): number {
  for (let tries = 0; tries < 100; tries++) {
    const number = randomInt(first, last + 1);
    if (!taken.has(number)) return number;
  }
  let number = last + 1;
  while (taken.has(number)) number += 1;
  return number;
}
