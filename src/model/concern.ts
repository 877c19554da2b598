/** What preflight found about one resource or cloud. A blocker stops a migration before anything changed. */
export interface Concern {
  readonly severity: 'blocker' | 'warning' | 'info';
  /** A stable name for programs, kebab-case: `quota-exceeded`, `unsupported-disk`. */
  readonly code: string;
  /** What it is about: a reference key (`server/<id>`) or a cloud's name. */
  readonly subject: string;
  /** What is the matter, with the resource's name. One sentence. */
  readonly message: string;
  /** What the operator can do about it. One sentence. */
  readonly remedy: string;
  /** Where the same is to be said of others: its own resource's name, and theirs. Made by fold-concerns.ts. */
  readonly name?: string;
  readonly others?: readonly string[];
  /** So many more of this code are left out: they were too many. */
  readonly more?: number;
}

export function blockers(concerns: readonly Concern[]): Concern[] {
  return concerns.filter((concern) => concern.severity === 'blocker');
}
