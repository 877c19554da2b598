import { z } from 'zod';

const link = z.looseObject({ rel: z.string(), href: z.string() });

/** The parts of a page that say where the next one is; what a service does not use is absent. */
export const pageLinks = z.looseObject({
  next: z.string().nullish(),
  links: z.union([z.looseObject({ next: z.string().nullish() }), z.array(z.unknown())]).nullish(),
  truncated: z.boolean().nullish(),
});

/**
 * The query of the next page; undefined on the last. Only the query is taken of a link: behind a proxy its scheme,
 * host or prefix may be wrong, and the path of a list stays.
 * Nova, Cinder, Neutron: `<key>_links`; Glance: `next`; Keystone: `links.next`.
 */
export function nextQuery(page: z.output<typeof pageLinks>, key: string): string | undefined {
  const href = page.next ?? keystoneNext(page) ?? linkedNext(page[`${key}_links`]);
  if (href === undefined) return undefined;
  const { search } = new URL(href, 'http://relative');
  return search === '' ? undefined : search;
}

function keystoneNext(page: z.output<typeof pageLinks>): string | undefined {
  const { links } = page;
  return links === null || links === undefined || Array.isArray(links)
    ? undefined
    : (links.next ?? undefined);
}

function linkedNext(links: unknown): string | undefined {
  const parsed = z.array(link).safeParse(links);
  return parsed.success ? parsed.data.find(({ rel }) => rel === 'next')?.href : undefined;
}
