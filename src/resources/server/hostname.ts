/** What Nova takes as a hostname from 2.90 on: letters, digits and dashes, at most 63. Older servers may have dots and more. */
export function settableHostname(hostname: string): string {
  return hostname
    .replaceAll(/[^a-zA-Z0-9-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 63);
}
