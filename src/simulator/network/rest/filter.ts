import type { Token } from '../../http/call.ts';
import { badFilters } from '../refuse.ts';
import type { Kind } from './kind.ts';
import type { View } from './thing.ts';

const CONTROL = ['fields', 'limit', 'marker', 'page_reverse', 'sort_key', 'sort_dir'];
const TAG_FILTERS: Readonly<
  Record<string, (tags: readonly string[], asked: readonly string[]) => boolean>
> = {
  tags: (tags, asked) => asked.every((each) => tags.includes(each)),
  'tags-any': (tags, asked) => asked.some((each) => tags.includes(each)),
  'not-tags': (tags, asked) => !asked.every((each) => tags.includes(each)),
  'not-tags-any': (tags, asked) => !asked.some((each) => tags.includes(each)),
};

/** Whether a thing is among those that a query asks for. @throws Refusal 400 where it asks for what cannot be asked for */
export function filterOf<Each extends { readonly id: string; readonly projectId: string }>(
  kind: Kind<Each>,
  query: URLSearchParams,
  token: Token,
): ((thing: Each) => boolean) | undefined {
  const names = [...new Set(query.keys())].filter((name) => !CONTROL.includes(name));
  const wrong = names.filter((name) => !isFilter(kind, name));
  if (wrong.length > 0) throw badFilters(wrong);
  if (names.length === 0) return undefined;
  const tests = names.map((name) => testOf(kind, name, query.getAll(name), token));
  return (thing) => {
    let view: View | undefined;
    return tests.every((test) => test(thing, () => (view ??= kind.view(thing, token))));
  };
}

function isFilter<Each extends { readonly id: string; readonly projectId: string }>(
  { attributes, matches }: Kind<Each>,
  name: string,
): boolean {
  if (matches !== undefined && Object.hasOwn(matches, name)) return true;
  if (Object.hasOwn(TAG_FILTERS, name)) return Object.hasOwn(attributes, 'tags');
  return Object.hasOwn(attributes, name) && attributes[name]?.filter === true;
}

type Test<Each> = (thing: Each, view: () => View) => boolean;

function testOf<Each extends { readonly id: string; readonly projectId: string }>(
  kind: Kind<Each>,
  name: string,
  values: readonly string[],
  token: Token,
): Test<Each> {
  const match = kind.matches?.[name];
  if (match !== undefined) return (thing) => match(thing, values, token);
  const ofTags = TAG_FILTERS[name];
  if (ofTags !== undefined) {
    const asked = values.flatMap((value) => value.split(','));
    return (_thing, view) => ofTags((view()['tags'] as string[] | undefined) ?? [], asked);
  }
  if (name === 'id') return (thing) => values.includes(thing.id);
  const key = name === 'tenant_id' ? 'project_id' : name;
  const wanted = values.map((value) => comparable(kind, name, value));
  return (_thing, view) => wanted.includes(text(view()[key]));
}

/** Booleans and numbers are asked for in several spellings. */
function comparable<Each extends { readonly id: string; readonly projectId: string }>(
  { attributes }: Kind<Each>,
  name: string,
  value: string,
): string {
  const read = attributes[name]?.read;
  const plain = read?.name === 'boolean' || read?.name === 'integer' ? read(value, name) : value;
  return text(plain);
}

function text(value: unknown): string {
  return typeof value === 'string'
    ? value
    : value === null || value === undefined
      ? ''
      : JSON.stringify(value);
}
