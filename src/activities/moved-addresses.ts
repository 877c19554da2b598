import type { Concern } from '../model/concern.ts';
import type { Move } from '../resources/readdressed.ts';
import { tellMoves } from '../resources/readdressed.ts';

/** For the report: which addresses a copy has in the place of its source's. */
export function movedAddresses(
  subject: string,
  title: string,
  moves: readonly Move[],
): readonly Concern[] {
  if (moves.length === 0) return [];
  return [
    {
      severity: 'info',
      code: 'address-changed',
      subject,
      message: `${title} has other addresses: ${tellMoves(moves)}.`,
      remedy: 'Tell those who know the old ones: names in DNS, clients, firewalls, rules.',
    },
  ];
}
