import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findOnPath } from '../temporal/executables.ts';

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome'];
const LIMIT_MS = 90_000;

/** What a browser shows at a URL, as a PNG of that size (`1280,900`). @throws Error where there is no Chromium */
export async function takePicture(url: string, path: string, size: string): Promise<void> {
  const browser = (await Promise.all(BROWSERS.map(findOnPath))).find((each) => each !== undefined);
  if (browser === undefined) throw new Error(`no browser on PATH: ${BROWSERS.join(', ')}`);
  await mkdir(dirname(path), { recursive: true });
  const profile = await mkdtemp(join(tmpdir(), 'pumphouse-picture-'));
  try {
    const options = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--hide-scrollbars',
      `--user-data-dir=${profile}`,
      `--window-size=${size}`,
      '--virtual-time-budget=15000',
      `--screenshot=${path}`,
    ];
    await promisify(execFile)(browser, [...options, url], { timeout: LIMIT_MS });
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}
