/** The words of `openstack quota set` where they are not the service's own. */
const OPTIONS: Readonly<Record<string, string>> = {
  metadata_items: 'properties',
  network: 'networks',
  subnet: 'subnets',
  subnetpool: 'subnetpools',
  port: 'ports',
  router: 'routers',
  floatingip: 'floating-ips',
  security_group: 'secgroups',
  security_group_rule: 'secgroup-rules',
  rbac_policy: 'rbac-policies',
};

/** The command that raises a limit. */
export function quotaSetting(
  cloud: string,
  project: string,
  { quota, limit }: { readonly quota: string; readonly limit: number },
): string {
  const option = OPTIONS[quota] ?? quota.replaceAll('_', '-');
  return `openstack --os-cloud ${cloud} quota set --${option} ${limit} ${project}`;
}
