/**
 * nova-network has no tags; its servers have. What a floating IP stood for before it was silenced (floating-ip/silence.ts) is noted on
 * its server, in tags of at most 60 characters: that it was this server's, and for which of its fixed addresses.
 */
const FLOATING = 'pumphouse:floating=';
const FIXED = 'pumphouse:fixed=';

export function floatingTag(address: string): string {
  return FLOATING + address;
}

export function fixedTag(address: string, fixedIp: string): string {
  return `${FIXED}${address}=${fixedIp}`;
}

export interface Silenced {
  readonly address: string;
  /** Undefined where an attempt died before it was noted: then the floating IP was not taken off yet. */
  readonly fixedIp: string | undefined;
}

/** What a server's tags note. */
export function silencedBy(tags: readonly string[]): Silenced[] {
  return tags
    .filter((tag) => tag.startsWith(FLOATING))
    .map((tag) => {
      const address = tag.slice(FLOATING.length);
      const prefix = fixedTag(address, '');
      const fixed = tags.find((each) => each.startsWith(prefix));
      return { address, fixedIp: fixed?.slice(prefix.length) };
    });
}
