import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const SCRIPT = `
  const { openLog } = await import('./src/temporal/log.ts');
  const error = Object.assign(new Error('no such flavor'), { details: ['s3cret'] });
  openLog('info').warn({ error }, 'a step failed');
`;

test('the log of every command tells an error by its message, and none of its other fields', async () => {
  const args = ['--import', 'tsx', '--input-type=module', '-e', SCRIPT];
  const { stderr } = await promisify(execFile)(process.execPath, args);
  expect(JSON.parse(stderr)).toMatchObject({ msg: 'a step failed', error: 'no such flavor' });
  expect(stderr).not.toContain('s3cret');
});
