import type { ProjectSeed } from './cloud-seed.ts';

/** Reports. Its network has the shop's range, on purpose: projects do not see each other. */
export const analytics: ProjectSeed = {
  name: 'analytics',
  description: 'Reports and forecasts',
  users: [{ name: 'dario', email: 'dario@kestrel.example' }],
  networks: [{ name: 'analytics-lan', cidr: '10.10.0.0/24' }],
  router: { name: 'analytics-router', networks: ['analytics-lan'] },
  securityGroups: [{ name: 'dashboard', description: 'for everybody', open: [[443, '0.0.0.0/0']] }],
  ports: [
    {
      name: 'dash1-port',
      network: 'analytics-lan',
      addresses: ['10.10.0.60'],
      securityGroups: ['dashboard'],
    },
  ],
  floatingIps: [{ port: 'dash1-port', description: 'reports.kestrel.example' }],
  servers: [
    {
      name: 'etl1',
      flavor: 'analytics.large',
      image: 'ubuntu-24.04',
      nics: [{ network: 'analytics-lan' }],
      userData: '#!/bin/sh\necho nightly > /etc/motd\n',
      more: { hostname: 'etl-one', config_drive: true },
    },
    {
      name: 'dash1',
      flavor: 'c1.small',
      image: 'ubuntu-24.04',
      nics: [{ port: 'dash1-port' }],
      more: { tags: ['public'] },
    },
    {
      name: 'notebook1',
      flavor: 'analytics.large',
      image: 'debian-12',
      nics: [{ network: 'analytics-lan' }],
      off: true,
    },
  ],
};
