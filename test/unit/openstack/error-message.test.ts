import { expect, test } from 'vitest';
import { errorMessage } from '../../../src/openstack/error-message.ts';

const html = (body: string): string =>
  `<html>\n <head>\n  <title>409 Conflict</title>\n </head>\n <body>\n${body}\n</body></html>`;

test.each([
  [
    'Nova',
    '{"badRequest": {"code": 400, "message": "Invalid key_name provided."}}',
    'Invalid key_name provided.',
  ],
  [
    'Neutron',
    '{"NeutronError": {"type": "X", "message": "No more IPs.", "detail": ""}}',
    'No more IPs.',
  ],
  [
    'Neutron with a detail',
    '{"NeutronError": {"message": "Bad.", "detail": "because"}}',
    'Bad.: because',
  ],
  ['Neutron as text', '{"NeutronError": "Quota exceeded"}', 'Quota exceeded'],
  ['Keystone', '{"error": {"code": 404, "message": "No user.", "title": "Not Found"}}', 'No user.'],
  [
    'Placement',
    '{"errors": [{"status": 404, "title": "Not Found", "detail": "No rp."}]}',
    'No rp.',
  ],
  [
    'Glance as JSON',
    '{"message": "No image<br /><br />\\n\\n", "code": "404", "title": "Not Found"}',
    'No image',
  ],
  [
    'Glance as HTML',
    html('  <h1>409 Conflict</h1>\n  Image &quot;x&quot; exists!<br />'),
    '409 Conflict Image "x" exists!',
  ],
  [
    'a proxy',
    '<html><style>p {}</style><body><h1>503</h1><!-- x -->No server</body></html>',
    '503 No server',
  ],
  [
    'a Python class',
    '{"computeFault": {"message": "Unexpected API Error.\\n<class \'nova.exception.X\'>"}}',
    'Unexpected API Error. nova.exception.X',
  ],
  ['plain text', 'upstream\n\n  timed out', 'upstream timed out'],
  ['nothing', '', 'Bad Gateway'],
  ['JSON without words', '{}', '{}'],
])('%s', (_form, body, expected) => {
  expect(errorMessage(body, 'Bad Gateway')).toBe(expected);
});

test('a message is one line of at most 300 characters', () => {
  const message = errorMessage(JSON.stringify({ error: { message: 'a\nb '.repeat(500) } }), '');
  expect(message).toHaveLength(300);
  expect(message).not.toContain('\n');
});

test('a token in a message is hidden', () => {
  const token = `gAAAAAB${'k'.repeat(150)}`;
  expect(errorMessage(`{"error": {"message": "Token ${token} is bad"}}`, '')).toBe(
    'Token *** is bad',
  );
});
