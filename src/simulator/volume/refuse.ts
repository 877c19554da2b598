import type { Answer, Refused } from '../http/call.ts';
import { faultOf } from '../http/fault.ts';

/** Cinder's form of an error. */
export function refuse(refused: Refused, keystone: string): Answer {
  const { status, message } = refused;
  if (status !== 413) return faultOf(refused, keystone);
  return {
    status,
    headers: { 'retry-after': '0' },
    body: { overLimit: { code: status, message, retryAfter: '0' } },
  };
}
