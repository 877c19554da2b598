import { STATUS_CODES } from 'node:http';
import type { Answer, Refused } from '../http/call.ts';

/** WebOb's words where a refusal of type `detail` puts its own below them. */
const EXPLANATIONS: Readonly<Record<number, string>> = {
  401:
    'This server could not verify that you are authorized to access the document you requested. Either you supplied the wrong ' +
    'credentials (e.g., bad password), or your browser does not understand how to supply the credentials required.',
  403: 'Access was denied to this resource.',
  404: 'The resource could not be found.',
  409: 'There was a conflict when trying to complete your request.',
  416: 'The Range requested is not available.',
};

export const ERRED =
  'The server has either erred or is incapable of performing the requested operation.';

/** As WebOb names them; Node's names are younger. */
const TITLES: Readonly<Record<number, string>> = {
  413: 'Request Entity Too Large',
  416: 'Request Range Not Satisfiable',
};

export interface Page {
  readonly status: number;
  readonly message: string;
  /** `detail`: the message stands below WebOb's own words; `bare`: it is a body of its own form. */
  readonly type: string | undefined;
  readonly accept: string | undefined;
}

/** An error as WebOb writes it: HTML, or JSON or text where the caller takes nothing else. */
export function page(given: Page): Answer {
  const { status, accept } = given;
  const title = TITLES[status] ?? STATUS_CODES[status] ?? '';
  const line = `${status} ${title}`;
  switch (formOf(accept)) {
    case 'json':
      return {
        status,
        body: { message: bodyOf(given, (text) => text), code: line, title },
      };
    case 'plain':
      return {
        status,
        contentType: 'text/plain; charset=UTF-8',
        bytes: `${line}\n\n${given.message}\n\n   `,
      };
    case 'html':
      return {
        status,
        contentType: 'text/html; charset=UTF-8',
        bytes: `<html>\n <head>\n  <title>${line}</title>\n </head>\n <body>\n  <h1>${line}</h1>\n  ${bodyOf(given, escape)}\n </body>\n</html>`,
      };
  }
}

/** A body of a media type that is not taken here. */
export function unsupported(type: string): Omit<Page, 'accept'> {
  const message = `The request media type ${type} is not supported by this server.\n<br /><br />\n`;
  return { status: 415, message, type: 'bare' };
}

/** Glance's errors, and the middleware's 401, which comes before a request has an id. */
export function refuseWith(keystone: () => string): (refused: Refused) => Answer {
  return ({ requestId, ...refused }) => {
    if (refused.type === 'unauthorized') {
      const answer = page({ ...refused, message: EXPLANATIONS[401] ?? '', type: undefined });
      return { ...answer, headers: { 'www-authenticate': `Keystone uri="${keystone()}"` } };
    }
    return { ...page(refused), headers: { 'x-openstack-request-id': requestId } };
  };
}

function bodyOf({ status, message, type }: Page, quote: (text: string) => string): string {
  if (type === 'bare') return message;
  const explanation = type === 'detail' ? (EXPLANATIONS[status] ?? '') : message;
  const detail = type === 'detail' ? message : '';
  return `${quote(explanation)}<br /><br />\n${quote(detail)}\n\n`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#x27;');
}

function formOf(accept: string | undefined): 'html' | 'json' | 'plain' {
  if (accept === undefined) return 'html';
  const html = quality(accept, 'text/html');
  const json = quality(accept, 'application/json');
  if (html === 0 && json === 0) return 'plain';
  return json > html ? 'json' : 'html';
}

/** How much a media type is wanted: that of the most exact range that takes it, 0 where none does. */
function quality(accept: string, type: string): number {
  const ranges = accept.split(',').map((each) => {
    const [range = '', ...parameters] = each.split(';').map((part) => part.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    return { range, q: q === undefined ? 1 : Number(q.slice(2)) };
  });
  const wildcard = `${type.split('/')[0]}/*`;
  for (const wanted of [type, wildcard, '*/*']) {
    const found = ranges.find(({ range }) => range === wanted);
    if (found !== undefined) return found.q;
  }
  return 0;
}
