import { blockContains, formatIpBlock, parseIp, parseIpBlock } from "./ip-address";

export type Network = { kind: "loopback" | "private" | "public"; range: string };

const blocks = (...list: string[]) => list.map(parseIpBlock).filter((block) => block !== null);
const LOOPBACK = blocks("127.0.0.0/8", "::1/128");
const PRIVATE = blocks(
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "169.254.0.0/16",
  "100.64.0.0/10",
  "fc00::/7",
  "fe80::/10",
);

/** The network of an address, as coarse as providers hand them out: a /24, or a /48 of IPv6. Null without an address. */
export function describeNetwork(ip: string | null): Network | null {
  const address = ip === null ? null : parseIp(ip);
  if (!address) return null;
  const block = parseIpBlock(`${ip?.split("%")[0]}/${ip?.includes(":") ? 48 : 24}`);
  const range = block ? formatIpBlock(block) : "";
  const isIn = (list: typeof PRIVATE) => list.some((entry) => blockContains(entry, address));
  return { kind: isIn(LOOPBACK) ? "loopback" : isIn(PRIVATE) ? "private" : "public", range };
}
