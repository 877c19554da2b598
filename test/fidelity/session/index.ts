import type { Session } from '../wire/step.ts';
import { access } from './access.ts';
import { identity } from './identity.ts';
import { compute } from './compute.ts';
import { image } from './image.ts';
import { network } from './network.ts';
import { networkDns } from './network-dns.ts';
import { networkForwarding } from './network-forwarding.ts';
import { networkQos } from './network-qos.ts';
import { networkTrunk } from './network-trunk.ts';
import { serverLife, servers } from './servers.ts';
import { sharing } from './sharing.ts';
import { volume } from './volume.ts';

export const sessions: readonly Session[] = [
  identity,
  access,
  image,
  network,
  sharing,
  networkDns,
  networkQos,
  networkTrunk,
  networkForwarding,
  compute,
  servers,
  serverLife,
  volume,
];
