import type { MicroversionNeed } from '../resource-kind.ts';

/** The first compute microversion in which an administrator has to do with other users' keypairs. */
export const OF_USERS = 10;

export function microversions(): readonly MicroversionNeed[] {
  return [
    {
      minor: OF_USERS,
      release: 'Liberty',
      clouds: 'both',
      lacking: 'cannot be read or made for another user',
      severity: 'blocker',
      remedy: 'Upgrade its Nova to Liberty or later, or leave out what needs keypairs.',
    },
  ];
}
