import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { runProgram } from './run-program.ts';

function completeInBash(script: string, ...words: string[]): string[] {
  const line = words.map((word) => `'${word}'`).join(' ');
  const ask = `COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _pumphouse; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, status, stderr } = spawnSync('bash', ['-c', `${script}\n${ask}`], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout.trim().split('\n');
}

test('bash completes commands, options and their values', async () => {
  const { out } = await runProgram('completion', 'bash');
  expect(completeInBash(out, 'pumphouse', 'mi')).toEqual(['migrate']);
  expect(completeInBash(out, 'pumphouse', 'status', '--out')).toEqual(['--output']);
  expect(completeInBash(out, 'pumphouse', 'status', '-o', 'j')).toEqual(['json']);
  expect(completeInBash(out, 'pumphouse', 'approve', 'acme', '--gate', '')).toEqual([
    'cutover',
    'retire',
  ]);
  expect(completeInBash(out, 'pumphouse', 'plan', '-f', 'package.js')).toEqual(['package.json']);
});

test.each(['zsh', 'fish'])('%s gets every command with its summary', async (shell) => {
  const { out } = await runProgram('completion', shell);
  expect(out).toContain('start a migration');
  expect(out).toContain('cutover retire');
});

test('another shell is refused with those there are', async () => {
  expect((await runProgram('completion', 'cmd')).error).toContain('bash, zsh, fish');
});
