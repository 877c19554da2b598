/** Whether a word of the operator means this text: the same, or alike where the word has stars (`web-*`). Case counts. */
export function isMeant(word: string, text: string): boolean {
  if (word === text) return true;
  if (!isPattern(word)) return false;
  const parts = word.split('*');
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}

export function isPattern(word: string): boolean {
  return word.includes('*');
}

/** Whether one of the words means one of the texts (a resource's id and its name). */
export function isAnyMeant(words: readonly string[], texts: readonly string[]): boolean {
  return words.some((word) => texts.some((text) => isMeant(word, text)));
}
