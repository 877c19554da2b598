import type { SimulatedCloud } from '../../../src/simulator/cloud.ts';

export interface Watch {
  /** Addresses that answered in both clouds at once. */
  readonly seen: ReadonlySet<string>;
  stop(): void;
}

const EVERY_MS = 20;

/** Whether two servers of one address are reachable at a time: both run, and their ports are ACTIVE. */
export function watchAddresses(one: SimulatedCloud, other: SimulatedCloud): Watch {
  const seen = new Set<string>();
  const running = [one, other].map((cloud) => ({ cloud, servers: followRunning(cloud) }));
  const timer = setInterval(() => {
    const [first, second] = running.map(
      ({ cloud, servers }) => new Set([...servers].flatMap((id) => answering(cloud, id))),
    );
    for (const address of first ?? []) if (second?.has(address) === true) seen.add(address);
  }, EVERY_MS);
  return { seen, stop: () => clearInterval(timer) };
}

/** The servers that run, kept up to date by Nova's own word to Neutron. */
function followRunning({ network }: SimulatedCloud): ReadonlySet<string> {
  const servers = new Set<string>();
  const tell = network.setRunning.bind(network);
  network.setRunning = (id, isRunning) => {
    tell(id, isRunning);
    if (isRunning) servers.add(id);
    else servers.delete(id);
  };
  return servers;
}

function answering({ network }: SimulatedCloud, server: string): string[] {
  return network
    .portsOf(server)
    .filter(({ status }) => status === 'ACTIVE')
    .flatMap(({ fixedIps }) => fixedIps.map(({ ipAddress }) => ipAddress));
}
