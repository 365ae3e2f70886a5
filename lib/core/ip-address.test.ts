import { BlockList, isIP } from "node:net";
import { expect, test } from "vitest";
import { blockContains, formatIp, formatIpBlock, parseIp, parseIpBlock } from "./ip-address";

test("reads canonical spellings only", () => {
  expect(parseIp("192.0.2.1")).toEqual([192, 0, 2, 1]);
  expect(parseIp("::ffff:192.0.2.1")).toEqual([192, 0, 2, 1]);
  expect(parseIp("::ffff:c000:201")).toEqual([192, 0, 2, 1]);
  expect(parseIp("fe80::1%eth0")).toHaveLength(16);
  const odd = [
    "010.0.0.1",
    "1.2.3",
    "0x7f.0.0.1",
    "2130706433",
    "1.2.3.256",
    "1::2::3",
    ":::",
    "12345::",
    "::1.2.3",
    "1:2:3:4:5:6:7:8::",
    "",
    " 1.2.3.4",
    "1.2.3.4:80",
    "[::1]",
  ];
  for (const text of odd) expect(parseIp(text), text).toBeNull();
});

test("clears the bits behind the prefix and has one spelling", () => {
  const spell = (text: string) => {
    const block = parseIpBlock(text);
    return block ? formatIpBlock(block) : null;
  };
  expect(spell("203.0.113.7/24")).toBe("203.0.113.0/24");
  expect(spell("203.0.113.7")).toBe("203.0.113.7/32");
  expect(spell("2001:DB8:0:0:0:0:0:1/32")).toBe("2001:db8::/32");
  expect(spell("::ffff:10.0.0.0/104")).toBe("10.0.0.0/8");
  expect(spell("::1")).toBe("::1/128");
  for (const bad of ["1.2.3.4/33", "::/129", "1.2.3.4/08", "1.2.3.4/", "a/1", "1.2.3.4/1/1", "1.2.3.4/-1"])
    expect(spell(bad), bad).toBeNull();
});

test("agrees with node's own list for 20,000 addresses and blocks", () => {
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  let inside = 0;
  for (let round = 0; round < 20_000; round += 1) {
    const length = round % 2 === 0 ? 4 : 16;
    const bytes = Array.from({ length }, () => [0, 1, 127, 254, 255][next(5)] ?? 0);
    const prefix = next(length * 8 + 1);
    const address = bytes.map((byte, index) => (index === next(length) ? byte ^ next(4) : byte));
    const family = length === 4 ? "ipv4" : "ipv6";
    const list = new BlockList();
    list.addSubnet(formatIp(bytes), prefix, family);
    expect(isIP(formatIp(address))).toBe(length === 4 ? 4 : 6);
    const block = parseIpBlock(`${formatIp(bytes)}/${prefix}`);
    const parsed = parseIp(formatIp(address));
    if (!block || !parsed) throw new Error("did not parse");
    // Mapped addresses change family here and not in node's list.
    if (block.bytes.length !== length || parsed.length !== length) continue;
    const contained = blockContains(block, parsed);
    expect(contained).toBe(list.check(formatIp(address), family));
    inside += contained ? 1 : 0;
  }
  expect(inside).toBeGreaterThan(1_000);
});
