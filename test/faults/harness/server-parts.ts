import { text } from './inventory.ts';
import type { Inventory } from './inventory.ts';

const ID = /[\da-f]{8}-[\da-f-]{27}/g;

/** What is a server's alone: its ports with the subports of their trunks, those, and its floating IPs. */
export function partsOf(inventory: Inventory, name: string) {
  const { server = [], port = [], trunk = [] } = inventory;
  const id = text(server.find((each) => each['name'] === name)?.['id']);
  const own = port.filter((each) => each['device_id'] === id).map((each) => text(each['id']));
  const trunks = trunk.filter((each) => own.includes(text(each['port_id'])));
  const inside = trunks.flatMap((each) => JSON.stringify(each['sub_ports']).match(ID) ?? []);
  const all = new Set([...own, ...inside]);
  return {
    ports: port.filter((each) => all.has(text(each['id']))),
    addresses: (inventory['floating-ip'] ?? []).filter((each) => all.has(text(each['port_id']))),
    trunks,
  };
}
