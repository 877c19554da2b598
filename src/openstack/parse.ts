import type { z } from 'zod';
import type { OpenStackError } from '../errors/openstack.ts';
import { shorten } from './error-message.ts';
import { refusal } from './exchange.ts';
import type { Exchange, Line, TextAnswer } from './exchange.ts';

/** Reads a JSON answer. @throws OpenStackError that names the field which does not fit */
export function parseAnswer<Schema extends z.ZodType>(
  line: Line,
  exchange: Pick<Exchange, 'service' | 'method' | 'url'>,
  answer: TextAnswer,
  schema: Schema,
): z.output<Schema> {
  const fail = (detail: string): OpenStackError => refusal(line, exchange, answer, shorten(detail));
  let json: unknown;
  try {
    json = JSON.parse(answer.text);
  } catch {
    throw fail(`the answer is not JSON (${answer.text.length} characters)`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field =
    issue === undefined || issue.path.length === 0 ? 'the answer' : issue.path.join('.');
  throw fail(`the answer does not fit: ${field}: ${issue?.message ?? 'invalid'}`);
}
