import type { Ended } from './invariants.ts';
import { linesOf } from './inventory.ts';
import type { Inventory } from './inventory.ts';
import { partsOf } from './server-parts.ts';

type Parts = Omit<ReturnType<typeof partsOf>, 'trunks'>;

/** What of the source says whether a server answers. */
const SPEAKING = ['port', 'floating-ip'];

export function withoutSpeaking(inventory: Inventory): Inventory {
  return Object.fromEntries(Object.entries(inventory).filter(([kind]) => !SPEAKING.includes(kind)));
}

/** Where the clouds share a segment: a source that has moved stays off the network, any other is on it as before. */
export function silenceOf(before: Inventory, after: Inventory, ended: readonly Ended[]): string[] {
  return ended.flatMap(({ name, outcome }) => {
    const was = partsOf(before, name);
    const ids = new Set([...was.ports, ...was.addresses].map(({ id }) => id));
    const still = (kind: string) => (after[kind] ?? []).filter(({ id }) => ids.has(id));
    const is = { ports: still('port'), addresses: still('floating-ip') };
    const moved = outcome === 'migrated' || outcome === 'reused';
    // The segment is that of the external network: who has no floating IP has nothing there.
    if (moved && was.addresses.length > 0) {
      const open = is.ports.filter((port) => port['admin_state_up'] === true).length;
      const connected = is.addresses.filter((address) => address['port_id'] !== null).length;
      return open + connected === 0
        ? []
        : [`source ${name} (${outcome}) has ${open} open ports, ${connected} floating IPs`];
    }
    const same = (parts: Parts) => JSON.stringify(linesOf({ ...before, ...asKinds(parts) }));
    return same(was) === same(is)
      ? []
      : [`source ${name} (${outcome}) is not on the network again`];
  });
}

function asKinds({ ports, addresses }: Parts): Inventory {
  return { port: ports, 'floating-ip': addresses };
}
