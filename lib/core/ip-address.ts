/** An address in network order: 4 bytes, or 16. An IPv4-mapped IPv6 address is its IPv4 address. */
export type IpBytes = readonly number[];

/** A block of addresses: those that share the first `prefix` bits. */
export type IpBlock = { bytes: IpBytes; prefix: number };

const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** Reads the canonical spellings of IPv4 and IPv6 only; a zone (`%eth0`) is left out. Null for anything else. */
export function parseIp(text: string): IpBytes | null {
  const plain = text.split("%")[0] ?? "";
  const bytes = plain.includes(":") ? parseV6(plain) : parseV4(plain);
  return bytes && isMapped(bytes) ? bytes.slice(12) : bytes;
}

/** Reads `address` or `address/prefix`; bits behind the prefix are cleared. Null for anything else. */
export function parseIpBlock(text: string): IpBlock | null {
  const [address = "", length, ...rest] = text.trim().split("/");
  if (rest.length > 0) return null;
  const written = address.includes(":") ? parseV6(address) : parseV4(address);
  if (!written || (length !== undefined && !/^(0|[1-9][0-9]{0,2})$/.test(length))) return null;
  let prefix = length === undefined ? written.length * 8 : Number(length);
  if (prefix > written.length * 8) return null;
  let bytes: IpBytes = written;
  // A mapped block of 96 bits or more is a block of IPv4.
  if (isMapped(written) && prefix >= 96) {
    bytes = written.slice(12);
    prefix -= 96;
  }
  return { bytes: bytes.map((byte, index) => byte & maskOf(prefix, index)), prefix };
}

/** Whether the address lies in the block; never across families. */
export function blockContains(block: IpBlock, address: IpBytes): boolean {
  return (
    block.bytes.length === address.length &&
    block.bytes.every((byte, index) => byte === ((address[index] ?? 0) & maskOf(block.prefix, index)))
  );
}

/** RFC 5952 for IPv6, dotted decimal for IPv4. */
export function formatIp(bytes: IpBytes): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16),
  );
  const zeros = longestZeros(groups);
  if (zeros.length < 2) return groups.join(":");
  return `${groups.slice(0, zeros.start).join(":")}::${groups.slice(zeros.start + zeros.length).join(":")}`;
}

/** The one spelling of a block, as in `203.0.113.0/24`. */
export function formatIpBlock(block: IpBlock): string {
  return `${formatIp(block.bytes)}/${block.prefix}`;
}

function parseV4(text: string): IpBytes | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  // No leading zeros: some readers take them for octal.
  if (!parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255)) return null;
  return parts.map(Number);
}

function parseV6(text: string): IpBytes | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [left, right] = halves.map((half) => (half === "" ? [] : bytesOfGroups(half.split(":"))));
  if (!left || (halves.length === 2 && !right)) return null;
  if (halves.length === 1) return left.length === 16 ? left : null;
  const missing = 16 - left.length - (right?.length ?? 0);
  return missing >= 2 ? [...left, ...Array<number>(missing).fill(0), ...(right ?? [])] : null;
}

function bytesOfGroups(groups: string[]): number[] | null {
  const bytes: number[] = [];
  for (const [index, group] of groups.entries()) {
    if (group.includes(".")) {
      const tail = index === groups.length - 1 ? parseV4(group) : null;
      if (!tail) return null;
      bytes.push(...tail);
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(group)) return null;
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
    }
  }
  return bytes;
}

function isMapped(bytes: IpBytes): boolean {
  return bytes.length === 16 && MAPPED.every((byte, index) => bytes[index] === byte);
}

function maskOf(prefix: number, index: number): number {
  const bits = Math.min(8, Math.max(0, prefix - index * 8));
  return (0xff << (8 - bits)) & 0xff;
}

function longestZeros(groups: string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start += 1) {
    let length = 0;
    while (groups[start + length] === "0") length += 1;
    if (length > best.length) best = { start, length };
  }
  return best;
}
