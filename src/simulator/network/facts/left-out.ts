import type { Kind } from '../rest/kind.ts';
import type { View } from '../rest/thing.ts';

/** By extension: the attributes that it brings, by the collection that has them. */
const BRINGS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'dns-integration': {
    networks: ['dns_domain'],
    ports: ['dns_name', 'dns_assignment'],
    floatingips: ['dns_name', 'dns_domain'],
  },
  'dns-domain-ports': { ports: ['dns_domain'] },
  'subnet-dns-publish-fixed-ip': { subnets: ['dns_publish_fixed_ip'] },
  'port-device-profile': { ports: ['device_profile'] },
  'expose-l3-conntrack-helper': { routers: ['conntrack_helpers'] },
};

/** A collection as a cloud without some extensions has it. */
export function withoutExtensions<Each extends { readonly id: string; readonly projectId: string }>(
  kind: Kind<Each>,
  aliases: readonly string[],
): Kind<Each> {
  const names = aliases.flatMap((alias) => BRINGS[alias]?.[kind.many] ?? []);
  if (names.length === 0) return kind;
  return {
    ...kind,
    attributes: without(kind.attributes, names),
    view: (thing, token) => without(kind.view(thing, token), names),
    created: (thing, token): View =>
      without(kind.created?.(thing, token) ?? kind.view(thing, token), names),
  };
}

function without<Value>(
  values: Readonly<Record<string, Value>>,
  names: readonly string[],
): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}
