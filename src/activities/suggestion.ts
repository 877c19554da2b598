import type { Likeness } from '../resources/resource-kind.ts';

/** What a source resource may be in the destination, and why. */
export interface Suggestion {
  readonly kind: string;
  /** As a mapping names it: its name where that is enough, else its id. */
  readonly entry: string;
  readonly name: string;
  /** The one that is likely; undefined where several are alike, or something speaks against each. */
  readonly best: Alternative | undefined;
  /** The others, the likeliest first. */
  readonly others: readonly Alternative[];
}

export interface Alternative extends Likeness {
  readonly to: string;
  readonly name: string;
}
