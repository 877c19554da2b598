import { analytics } from './analytics.ts';
import type { CloudSeed } from './cloud-seed.ts';
import { office } from './office.ts';
import { shop } from './shop.ts';

/** What Kestrel Coffee has today. */
export const sourceCloud: CloudSeed = {
  external: {
    name: 'internet',
    cidr: '203.0.113.0/24',
    first: '203.0.113.10',
    last: '203.0.113.99',
  },
  flavors: [
    { id: 'c1.small', name: 'c1.small', vcpus: 1, ramMb: 1024, diskGb: 5 },
    { id: 'c1.medium', name: 'c1.medium', vcpus: 2, ramMb: 4096, diskGb: 10 },
    { id: 'c1.swap', name: 'c1.swap', vcpus: 1, ramMb: 2048, diskGb: 5, swapMb: 512 },
    {
      id: '3f0c7a52-6d1b-4f0e-9a44-0d6a0c1e5b17',
      name: 'analytics.large',
      vcpus: 4,
      ramMb: 8192,
      diskGb: 20,
      projects: ['analytics'],
      extraSpecs: { 'hw:cpu_policy': 'shared', 'hw:mem_page_size': 'any' },
    },
  ],
  images: [
    {
      name: 'debian-12',
      sizeMib: 80,
      more: { os_distro: 'debian', os_version: '12', min_disk: 2, tags: ['lts'] },
    },
    {
      name: 'ubuntu-24.04',
      sizeMib: 112,
      more: { os_distro: 'ubuntu', hw_disk_bus: 'scsi', hw_scsi_model: 'virtio-scsi' },
    },
    // No server needs it: it stays where it is.
    { name: 'centos-7', sizeMib: 16, more: { os_distro: 'centos', os_hidden: true } },
  ],
  projects: [shop, office, analytics],
};
