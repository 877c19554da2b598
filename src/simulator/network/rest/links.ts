import type { Call } from '../../http/call.ts';

interface Link {
  readonly rel: string;
  readonly href: string;
}

/** The neighbours of a page, as Neutron offers them: the previous one also of the first page. */
export function linksOf(
  { path, many }: { readonly path: string; readonly many: string },
  { origin, query }: Call,
  page: {
    readonly limit: number;
    readonly reverse: boolean;
    readonly found: readonly { readonly id: string }[];
  },
): Readonly<Record<string, readonly Link[]>> {
  const { limit, reverse, found } = page;
  if (limit === 0) return {};
  const full = found.length === limit;
  const link = (rel: string, marker: string | undefined, back: boolean) => {
    const params = new URLSearchParams(query);
    params.delete('page_reverse');
    params.delete('marker');
    if (marker !== undefined) params.set('marker', marker);
    if (back) params.set('page_reverse', 'True');
    return { rel, href: `${origin}/v2.0${path}?${params.toString()}` };
  };
  const links = [
    ...(full || reverse ? [link('next', found.at(-1)?.id, false)] : []),
    ...(full || !reverse ? [link('previous', found[0]?.id, true)] : []),
  ];
  return links.length === 0 ? {} : { [`${many}_links`]: links };
}
