/** The first of many, in words: `web, db, …`. */
export function few(words: readonly string[], most: number): string {
  return `${words.slice(0, most).join(', ')}${words.length > most ? ', …' : ''}`;
}
