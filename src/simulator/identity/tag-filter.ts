import type { Call } from '../http/call.ts';

/** The filters by tags: all of them, any of them, and their opposites. */
export function matchesTags({ query }: Call, tags: readonly string[]): boolean {
  const has = (tag: string): boolean => tags.includes(tag);
  const asked = (name: string): string[] | undefined => query.get(name)?.split(',');
  return (
    (asked('tags')?.every(has) ?? true) &&
    (asked('tags-any')?.some(has) ?? true) &&
    !(asked('not-tags')?.every(has) ?? false) &&
    !(asked('not-tags-any')?.some(has) ?? false)
  );
}
