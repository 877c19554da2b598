import type { ProjectSeed } from './cloud-seed.ts';

/** The server that the demo lets fail: the port of its copy never comes up. */
export const UNLUCKY = { server: 'wiki1', port: 'wiki1-port' } as const;

/** What the people in the office work with. */
export const office: ProjectSeed = {
  name: 'office',
  description: 'Mail, wiki, printing',
  users: [{ name: 'carla', email: 'carla@kestrel.example' }],
  networks: [
    {
      name: 'office-lan',
      cidr: '10.40.0.0/24',
      description: 'Verwaltung – nur für das Büro',
      subnet: { dns_nameservers: ['10.40.0.53'] },
    },
  ],
  router: { name: 'office-router', networks: ['office-lan'] },
  securityGroups: [
    {
      name: 'mail',
      description: 'SMTP and IMAP',
      open: [
        [25, '0.0.0.0/0'],
        [993, '0.0.0.0/0'],
      ],
    },
    { name: 'wiki', description: 'from the office', open: [[443, '198.51.100.0/24']] },
  ],
  ports: [
    {
      name: 'mail1-port',
      network: 'office-lan',
      addresses: ['10.40.0.25'],
      securityGroups: ['mail'],
    },
    {
      name: UNLUCKY.port,
      network: 'office-lan',
      addresses: ['10.40.0.80'],
      securityGroups: ['wiki'],
    },
  ],
  floatingIps: [
    { port: 'mail1-port', description: 'mx.kestrel.example' },
    { port: UNLUCKY.port, description: 'wiki.kestrel.example' },
  ],
  servers: [
    {
      name: 'mail1',
      flavor: 'c1.medium',
      image: 'ubuntu-24.04',
      nics: [{ port: 'mail1-port' }],
      locked: 'never stop without a notice',
      more: { metadata: { backup: 'daily' } },
    },
    {
      name: UNLUCKY.server,
      flavor: 'c1.small',
      image: 'ubuntu-24.04',
      nics: [{ port: UNLUCKY.port }],
      more: { description: 'the handbook' },
    },
    {
      name: 'print1',
      flavor: 'c1.small',
      image: 'debian-12',
      nics: [{ network: 'office-lan' }],
      off: true,
    },
  ],
};
