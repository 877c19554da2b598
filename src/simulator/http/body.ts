import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

const LARGEST = 8 * 1024 * 1024;

/** The body as text. @throws Refusal 413 */
export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST) throw new Refusal(413, 'Request is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Undefined where there is no body. @throws Refusal 400 */
export function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'Malformed JSON in request body.');
  }
}
