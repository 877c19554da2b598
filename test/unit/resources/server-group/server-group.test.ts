import { expect, test } from 'vitest';
import { isTwin } from '../../../../src/resources/server-group/copy.ts';

const GROUP = {
  id: 'a',
  name: 'web-apart',
  policy: 'anti-affinity',
  rules: { max_server_per_host: 2 },
  project_id: 'p',
};

test('groups are twins by name, policy and rules, wherever they are', () => {
  expect(isTwin(GROUP, { ...GROUP, id: 'b', project_id: 'q' })).toBe(true);
  expect(isTwin(GROUP, { ...GROUP, name: 'db-apart' })).toBe(false);
  expect(isTwin(GROUP, { ...GROUP, policy: 'soft-anti-affinity' })).toBe(false);
  expect(isTwin(GROUP, { ...GROUP, rules: {} })).toBe(false);
});
