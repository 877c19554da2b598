import type { ProjectSeed } from './cloud-seed.ts';

const cloudConfig = '#cloud-config\npackages: [nginx]\n';

/** The web shop: two tiers, a gateway with three interfaces, two addresses on one port, a database on a volume. */
export const shop: ProjectSeed = {
  name: 'shop',
  description: 'The web shop',
  users: [
    { name: 'anna', email: 'anna@kestrel.example' },
    { name: 'bela', email: 'bela@kestrel.example' },
  ],
  images: [
    {
      name: 'shop-golden',
      sizeMib: 48,
      more: { protected: true, tags: ['golden'], shop_release: '2024.3' },
    },
  ],
  networks: [
    {
      name: 'shop-front',
      cidr: '10.10.0.0/24',
      tags: ['tier=web'],
      subnet: {
        dns_nameservers: ['9.9.9.9', '149.112.112.112'],
        host_routes: [{ destination: '192.168.100.0/24', nexthop: '10.10.0.254' }],
      },
    },
    {
      name: 'shop-back',
      cidr: '10.20.0.0/24',
      gateway: null,
      description: 'no way out',
      subnet: { enable_dhcp: false },
    },
    { name: 'shop-mgmt', cidr: '10.30.0.0/24' },
  ],
  router: { name: 'shop-router', networks: ['shop-front', 'shop-mgmt'] },
  securityGroups: [
    {
      name: 'web',
      description: 'web servers',
      open: [
        [80, '0.0.0.0/0'],
        [443, '0.0.0.0/0'],
      ],
    },
    { name: 'cache', description: 'only from the web tier', open: [[6379, 'web']] },
    { name: 'ssh', description: 'from the office', open: [[22, '198.51.100.0/24']] },
  ],
  ports: [
    {
      name: 'web1-port',
      network: 'shop-front',
      addresses: ['10.10.0.60'],
      securityGroups: ['web'],
      more: { allowed_address_pairs: [{ ip_address: '10.10.0.99' }] },
    },
    {
      name: 'api1-port',
      network: 'shop-front',
      addresses: ['10.10.0.70', '10.10.0.71'],
      securityGroups: ['web', 'ssh'],
    },
    {
      name: 'gw1-front',
      network: 'shop-front',
      addresses: ['10.10.0.254'],
      securityGroups: ['ssh'],
    },
    {
      name: 'gw1-back',
      network: 'shop-back',
      addresses: ['10.20.0.254'],
      more: { port_security_enabled: false },
    },
    { name: 'gw1-mgmt', network: 'shop-mgmt', addresses: ['10.30.0.5'], securityGroups: ['ssh'] },
  ],
  floatingIps: [
    { port: 'web1-port', description: 'www.kestrel.example' },
    { port: 'api1-port', address: '10.10.0.71', description: 'api.kestrel.example' },
    { description: 'in reserve' },
  ],
  serverGroups: [
    { name: 'web-apart', policy: 'anti-affinity' },
    { name: 'cache-apart', policy: 'soft-anti-affinity' },
  ],
  volumes: [
    { name: 'db1-root', sizeGb: 5, image: 'debian-12' },
    { name: 'db1-data', sizeGb: 20 },
    { name: 'spare', sizeGb: 1 },
  ],
  servers: [
    {
      name: 'web1',
      flavor: 'c1.small',
      image: 'debian-12',
      nics: [{ port: 'web1-port' }],
      group: 'web-apart',
      userData: cloudConfig,
      more: { config_drive: true, metadata: { role: 'web', owner: 'anna' }, tags: ['web'] },
    },
    {
      name: 'web2',
      flavor: 'c1.small',
      image: 'debian-12',
      nics: [{ network: 'shop-front' }, { network: 'shop-back' }],
      group: 'web-apart',
      userData: cloudConfig,
      more: { security_groups: [{ name: 'web' }], metadata: { role: 'web' }, tags: ['web'] },
    },
    {
      name: 'api1',
      flavor: 'c1.medium',
      image: 'shop-golden',
      nics: [{ port: 'api1-port' }],
      more: { description: 'two addresses on one port' },
    },
    {
      name: 'gw1',
      flavor: 'c1.swap',
      image: 'debian-12',
      nics: [{ port: 'gw1-mgmt' }, { port: 'gw1-front' }, { port: 'gw1-back' }],
      more: { description: 'NAT and jump host', tags: ['edge', 'nat'] },
    },
    {
      name: 'cache1',
      flavor: 'c1.small',
      image: 'shop-golden',
      nics: [{ network: 'shop-back' }],
      group: 'cache-apart',
      more: { security_groups: [{ name: 'cache' }] },
    },
    {
      name: 'cache2',
      user: 'bela',
      flavor: 'c1.small',
      image: 'shop-golden',
      nics: [{ network: 'shop-back' }],
      group: 'cache-apart',
      more: { security_groups: [{ name: 'cache' }] },
    },
    {
      name: 'batch1',
      flavor: 'c1.medium',
      image: 'debian-12',
      nics: [{ network: 'shop-back' }],
      off: true,
      locked: 'runs on the 1st: ask anna',
      more: { description: 'month-end jobs' },
    },
    {
      name: 'db1',
      flavor: 'c1.medium',
      nics: [{ network: 'shop-back' }],
      bootVolume: 'db1-root',
      dataVolume: 'db1-data',
    },
  ],
};
