import { blockContains, parseIpBlock } from "@/lib/core/ip-address";

/** Whether a list lets in no address that the other keeps out. An empty list lets in every address. */
export function isWithin(list: readonly string[], other: readonly string[]): boolean {
  if (other.length === 0) return true;
  if (list.length === 0) return false;
  const outer = other.map(parseIpBlock);
  return list.every((text) => {
    const inner = parseIpBlock(text);
    return (
      inner !== null &&
      outer.some((block) => block && block.prefix <= inner.prefix && blockContains(block, inner.bytes))
    );
  });
}
