import { expect, test } from "vitest";
import { describeNetwork } from "./describe-network";

test.each([
  ["198.51.100.7", "public", "198.51.100.0/24"],
  ["2001:db8:1:2::3", "public", "2001:db8:1::/48"],
  ["127.0.0.1", "loopback", "127.0.0.0/24"],
  ["::1", "loopback", "::/48"],
  ["10.1.2.3", "private", "10.1.2.0/24"],
  ["fd00::1", "private", "fd00::/48"],
  ["172.32.0.1", "public", "172.32.0.0/24"],
])("%s is %s, in %s", (ip, kind, range) => expect(describeNetwork(ip)).toEqual({ kind, range }));

test.each([null, "", "nonsense", "1.2.3"])("%s is no address", (ip) =>
  expect(describeNetwork(ip)).toBeNull(),
);
