/**
 * Text of a cloud as a terminal may show it. Names are their owners' own words: with control characters one could hide a blocker,
 * or write to the clipboard of whoever looks.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\t\n\r]+/g, ' ').replaceAll(/\p{Cc}/gu, '\uFFFD');
}
