/** What Nova tells of a range beside it. */
export function netmaskOf(cidr: string): { readonly netmask: string; readonly broadcast: string } {
  const [address = '', length = '32'] = cidr.split('/');
  const base = address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const size = 2 ** (32 - Number(length));
  return { netmask: dotted(2 ** 32 - size), broadcast: dotted(base - (base % size) + size - 1) };
}

function dotted(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
