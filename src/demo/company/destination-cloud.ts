import type { CloudSeed } from './cloud-seed.ts';

/** What its operators have prepared: the same public range, and flavors of their own taste. */
export const destinationCloud: CloudSeed = {
  external: {
    name: 'public',
    cidr: '203.0.113.0/24',
    first: '203.0.113.200',
    last: '203.0.113.250',
  },
  flavors: [
    { id: 'c1.small', name: 'c1.small', vcpus: 1, ramMb: 1024, diskGb: 5 },
    // The name of the old cloud's, but twice the memory.
    { id: 'c1.medium', name: 'c1.medium', vcpus: 2, ramMb: 8192, diskGb: 10 },
    { id: 'std.medium', name: 'std.medium', vcpus: 2, ramMb: 4096, diskGb: 10 },
  ],
  images: [],
  projects: [],
};
