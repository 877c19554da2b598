import type { Concern } from '../model/concern.ts';
import { nearest } from '../model/nearest.ts';
import { isAnyMeant } from '../model/pattern.ts';

/** A word of the spec that means nothing of what there is: mistyped, mostly. */
export interface IdleWord {
  /** Where the spec says it: `select.exclude.servers`. */
  readonly place: string;
  readonly word: string;
  /** What may have been meant. */
  readonly near: string | undefined;
}

/** The words of one place, held against what there is. */
export interface HeldWords {
  readonly see: (texts: readonly string[]) => void;
  readonly idle: () => IdleWord[];
}

export function holdWords(place: string, words: readonly string[]): HeldWords {
  const left = new Set(words);
  const known = new Set<string>();
  return {
    see(texts) {
      if (left.size === 0) return;
      for (const text of texts) known.add(text);
      for (const word of left) if (isAnyMeant([word], texts)) left.delete(word);
    },
    idle: () => [...left].map((word) => ({ place, word, near: nearest(word, [...known]) })),
  };
}

/** What was to be left out would move: nothing is changed before the word is right, where it is surely wrong. */
export function idleExclusion(
  { place, word, near }: IdleWord,
  what: string,
  severity: 'blocker' | 'warning' = 'blocker',
): Concern {
  return {
    severity,
    code: 'idle-exclusion',
    subject: place,
    message: `${place}: ${word} leaves nothing out: ${what}.`,
    remedy: `${meant(near)}orrect the word, or take it out of ${place}.`,
  };
}

export function idleSelection({ place, word, near }: IdleWord, what: string): Concern {
  return {
    severity: 'warning',
    code: 'idle-selection',
    subject: place,
    message: `${place}: ${word} chooses nothing: ${what}.`,
    remedy: `${meant(near)}orrect the word, or take it out of ${place}.`,
  };
}

function meant(near: string | undefined): string {
  return near === undefined ? 'C' : `Did you mean ${near}? C`;
}
