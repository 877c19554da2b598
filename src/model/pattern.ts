/** Whether a word of the operator means this text: the same, or alike where the word has stars (`web-*`). Case counts. */
export function isMeant(word: string, text: string): boolean {
  if (word === text) return true;
  return isPattern(word) && starsOf(word, text) !== undefined;
}

export function isPattern(word: string): boolean {
  return word.includes('*');
}

/** Whether one of the words means one of the texts (a resource's id and its name). */
export function isAnyMeant(words: readonly string[], texts: readonly string[]): boolean {
  return words.some((word) => texts.some((text) => isMeant(word, text)));
}

/** What a key of the operator's says, where it is given, and the texts of a resource that it speaks of. */
type Question = readonly [words: readonly string[] | undefined, texts: readonly string[]];

/** For each key that is given, whether it means the resource. */
export function answersTo(questions: readonly Question[]): boolean[] {
  return questions.flatMap(([words, texts]) =>
    words === undefined ? [] : [isAnyMeant(words, texts)],
  );
}

/** What each star of a pattern stands for in a name; undefined where it does not match. Earlier ones take as little as they can. */
export function starsOf(pattern: string, name: string): readonly string[] | undefined {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop() ?? '';
  if (!name.startsWith(first) || !name.endsWith(last)) return undefined;
  const end = name.length - last.length;
  let from = first.length;
  const stars: string[] = [];
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at === -1 || at + part.length > end) return undefined;
    stars.push(name.slice(from, at));
    from = at + part.length;
  }
  return from > end ? undefined : [...stars, name.slice(from, end)];
}
