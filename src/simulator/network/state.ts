import type { Shelf } from './rest/shelf.ts';
import { createShelf } from './rest/shelf.ts';
import type { Thing } from './rest/thing.ts';

export interface Network extends Thing {
  adminStateUp: boolean;
  mtu: number;
  external: boolean;
  dnsDomain: string;
  isDefault: boolean;
  portSecurity: boolean;
  qosPolicyId: string | null;
  readonly type: 'vxlan' | 'vlan' | 'flat' | 'local';
  readonly physicalNetwork: string | null;
  readonly segmentationId: number | null;
}

export interface Pool {
  readonly start: string;
  readonly end: string;
}

export interface HostRoute {
  readonly destination: string;
  readonly nexthop: string;
}

export interface Subnet extends Thing {
  readonly networkId: string;
  readonly ipVersion: number;
  readonly cidr: string;
  readonly subnetPoolId: string | null;
  readonly raMode: string | null;
  readonly addressMode: string | null;
  enableDhcp: boolean;
  gatewayIp: string | null;
  pools: readonly Pool[];
  nameservers: readonly string[];
  hostRoutes: readonly HostRoute[];
  serviceTypes: readonly string[];
  dnsPublish: boolean;
}

export interface FixedIp {
  readonly subnetId: string;
  readonly ipAddress: string;
}

export interface Port extends Thing {
  readonly networkId: string;
  macAddress: string;
  adminStateUp: boolean;
  status: string;
  deviceId: string;
  deviceOwner: string;
  fixedIps: readonly FixedIp[];
  readonly ipAllocation: 'immediate' | 'none';
  addressPairs: readonly { readonly mac_address: string; readonly ip_address: string }[];
  dhcpOptions: readonly {
    readonly opt_name: string;
    readonly opt_value: string;
    readonly ip_version: number;
  }[];
  securityGroupIds: readonly string[];
  portSecurity: boolean;
  qosPolicyId: string | null;
  dnsName: string;
  dnsDomain: string;
  readonly deviceProfile: string | null;
  vnicType: string;
  profile: Readonly<Record<string, unknown>>;
  host: string;
  vif: 'unbound' | 'bridge' | 'binding_failed';
  /** A fault: it never becomes ACTIVE, or ends in ERROR. */
  readonly fate: 'stuck' | 'error' | undefined;
}

export interface SecurityGroup extends Thing {
  stateful: boolean;
}

export interface Rule extends Thing {
  readonly groupId: string;
  readonly number: number;
  readonly direction: string;
  readonly ethertype: string;
  readonly protocol: string | null;
  readonly portMin: number | null;
  readonly portMax: number | null;
  readonly remotePrefix: string | null;
  readonly remoteGroupId: string | null;
  readonly remoteAddressGroupId: string | null;
}

export interface AddressScope {
  readonly id: string;
  readonly projectId: string;
  name: string;
  readonly ipVersion: 4 | 6;
}

export interface SubnetPool extends Thing {
  readonly prefixes: readonly string[];
  readonly ipVersion: 4 | 6;
  readonly defaultLength: number;
  readonly minLength: number;
  readonly maxLength: number;
  readonly defaultQuota: number | null;
  readonly isDefault: boolean;
  readonly scopeId: string | null;
}

export interface AddressGroup extends Thing {
  readonly addresses: readonly string[];
}

export interface Router extends Thing {
  adminStateUp: boolean;
  gateway: {
    readonly networkId: string;
    readonly portId: string;
    readonly snat: boolean;
    readonly qosPolicyId: string | null;
  } | null;
  routes: readonly HostRoute[];
  distributed: boolean;
  ha: boolean;
  conntrackHelpers: readonly ConntrackHelper[];
}

export interface ConntrackHelper {
  readonly id: string;
  readonly protocol: string;
  readonly port: number;
  readonly helper: string;
}

export interface FloatingIp extends Thing {
  readonly networkId: string;
  readonly ipAddress: string;
  /** The port that holds its address in the external network. */
  readonly holderId: string;
  portId: string | null;
  fixedIp: string | null;
  routerId: string | null;
  qosPolicyId: string | null;
}

/** Some ports of a floating address lead to some of a port behind it. */
export interface Forwarding {
  readonly id: string;
  readonly floatingId: string;
  portId: string;
  fixedIp: string;
  protocol: string;
  /** First and last: `[80, 80]`. */
  inside: Range;
  outside: Range;
  description: string;
}

export type Range = readonly [number, number];

export interface QosPolicy extends Thing {
  isDefault: boolean;
  rules: readonly QosRule[];
}

export interface QosRule {
  readonly id: string;
  /** `bandwidth_limit` */
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface Trunk extends Thing {
  readonly portId: string;
  adminStateUp: boolean;
  subPorts: readonly SubPort[];
}

export interface SubPort {
  readonly portId: string;
  readonly segmentationType: string;
  readonly segmentationId: number;
}

export interface RbacPolicy {
  readonly id: string;
  readonly projectId: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly action: string;
  target: string;
}

/** All that a cloud's Neutron knows. */
export interface State {
  readonly networks: Shelf<Network>;
  readonly subnets: Shelf<Subnet>;
  readonly ports: Shelf<Port>;
  readonly groups: Shelf<SecurityGroup>;
  readonly rules: Shelf<Rule>;
  readonly routers: Shelf<Router>;
  readonly floatingIps: Shelf<FloatingIp>;
  readonly policies: Shelf<RbacPolicy>;
  readonly scopes: Shelf<AddressScope>;
  readonly pools: Shelf<SubnetPool>;
  readonly addressGroups: Shelf<AddressGroup>;
  readonly forwardings: Shelf<Forwarding>;
  readonly qosPolicies: Shelf<QosPolicy>;
  readonly trunks: Shelf<Trunk>;
  /** By subport: its trunk. */
  readonly subPorts: Map<string, Trunk>;
  /** By subnet: which port has an address. */
  readonly addresses: Map<string, Map<string, string>>;
  /** How many rules there have been: each has a number that stays. */
  ruleCount: number;
  /** By project: what an administrator has set. */
  readonly quotas: Map<string, Record<string, number>>;
}

export function createState(): State {
  return {
    networks: createShelf({ project: ({ projectId }) => projectId }),
    subnets: createShelf({
      project: ({ projectId }) => projectId,
      network: ({ networkId }) => networkId,
      pool: ({ subnetPoolId }) => subnetPoolId ?? '',
    }),
    ports: createShelf({
      project: ({ projectId }) => projectId,
      network: ({ networkId }) => networkId,
      device: ({ deviceId }) => deviceId,
      owner: ({ deviceOwner }) => deviceOwner,
      mac: ({ macAddress }) => macAddress.toLowerCase().replaceAll('-', ':'),
    }),
    groups: createShelf({ project: ({ projectId }) => projectId }),
    rules: createShelf({
      project: ({ projectId }) => projectId,
      group: ({ groupId }) => groupId,
      remote: ({ remoteGroupId }) => remoteGroupId ?? '',
      addressGroup: ({ remoteAddressGroupId }) => remoteAddressGroupId ?? '',
    }),
    routers: createShelf({ project: ({ projectId }) => projectId }),
    floatingIps: createShelf({
      project: ({ projectId }) => projectId,
      port: ({ portId }) => portId ?? '',
    }),
    policies: createShelf({
      project: ({ projectId }) => projectId,
      object: ({ objectId }) => objectId,
    }),
    scopes: createShelf({ project: ({ projectId }) => projectId }),
    pools: createShelf({
      project: ({ projectId }) => projectId,
      scope: ({ scopeId }) => scopeId ?? '',
    }),
    addressGroups: createShelf({ project: ({ projectId }) => projectId }),
    forwardings: createShelf({
      floating: ({ floatingId }) => floatingId,
      port: ({ portId }) => portId,
    }),
    qosPolicies: createShelf({ project: ({ projectId }) => projectId }),
    trunks: createShelf({
      project: ({ projectId }) => projectId,
      port: ({ portId }) => portId,
    }),
    subPorts: new Map(),
    addresses: new Map(),
    ruleCount: 0,
    quotas: new Map(),
  };
}
