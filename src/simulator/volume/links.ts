import type { Call } from '../http/call.ts';

/** Links keep the project in the path where the request has it. */
function rootsOf({ origin, params }: Call): { readonly self: string; readonly bookmark: string } {
  const project = params['inProject'] === undefined ? '' : `/${params['inProject']}`;
  return { self: `${origin}/v3${project}`, bookmark: `${origin}${project}` };
}

export function linksTo(call: Call, collection: string, id: string): readonly unknown[] {
  const { self, bookmark } = rootsOf(call);
  return [
    { rel: 'self', href: `${self}/${collection}/${id}` },
    { rel: 'bookmark', href: `${bookmark}/${collection}/${id}` },
  ];
}

/** To the page after the one that ends with `last`. */
export function linkToNext(call: Call, collection: string, last: string): readonly unknown[] {
  const pairs = [...call.query].filter(([key]) => key !== 'marker');
  const query = [...pairs, ['marker', last] as const]
    .map(([key, value]) => `${quoted(key)}=${quoted(value)}`)
    .join('&');
  return [{ rel: 'next', href: `${rootsOf(call).self}/${collection}?${query}` }];
}

/** As Python's `urlencode` has it. */
function quoted(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%20', '+')
    .replaceAll(/[!'()*]/g, (each) => `%${each.codePointAt(0)?.toString(16).toUpperCase()}`);
}
