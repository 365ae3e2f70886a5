import "server-only";
import { blockContains, type IpBlock, parseIp, parseIpBlock } from "@/lib/core/ip-address";

/** IANA's special-purpose registries (RFC 6890 and its updates): nothing of the public internet lives there. */
const BLOCKED_V4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
].map(block);

/** Global unicast is one block; what carries an IPv4 address or a promise of none lies inside it and is taken out. */
const GLOBAL_V6 = block("2000::/3");
const BLOCKED_V6 = ["2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"].map(block);

/** Whether no request of ours may go to this address. Text that is no canonical address is blocked. */
export function isBlockedAddress(text: string): boolean {
  const address = parseIp(text);
  if (!address) return true;
  if (address.length === 4) return BLOCKED_V4.some((entry) => blockContains(entry, address));
  return !blockContains(GLOBAL_V6, address) || BLOCKED_V6.some((entry) => blockContains(entry, address));
}

function block(text: string): IpBlock {
  const parsed = parseIpBlock(text);
  if (!parsed) throw new TypeError(`${text} is no block`);
  return parsed;
}
