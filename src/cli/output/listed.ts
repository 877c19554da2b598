/** Of many names a person reads some; a program has them all. */
const MOST_NAMES = 30;

/** Where there are more of something than are shown. */
export const ALL = '(-o json shows all)';

export function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more <= 1
    ? names.join(', ')
    : `${names.slice(0, MOST_NAMES).join(', ')} and ${more} more ${ALL}`;
}
