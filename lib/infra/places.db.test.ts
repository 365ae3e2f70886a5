import { expect, test } from "vitest";
import { countryName } from "@/lib/core/country-name";
import { placeOf } from "./places";

test.each([
  ["145.97.39.155", "NL"],
  ["133.11.0.1", "JP"],
  ["::ffff:133.11.0.1", "JP"],
  ["2a02:a440::1", "NL"],
])("%s lies in %s", (ip, country) => expect(placeOf(ip)).toEqual({ kind: "country", country }));

test.each(["127.0.0.1", "::1", "10.1.2.3", "192.168.1.4", "100.64.0.9", "fe80::1%eth0", "fd00::1"])(
  "%s is a network of one's own, without a country",
  (ip) => expect(placeOf(ip)).toEqual({ kind: "local" }),
);

test.each([null, "", "nonsense", "192.0.2.7", "2001:db8::7"])("%s lies nowhere", (ip) =>
  expect(placeOf(ip)).toEqual({ kind: "unknown" }),
);

test("a country has its name in the reader's language", () => {
  expect([countryName("NL", "en"), countryName("NL", "nl")]).toEqual(["Netherlands", "Nederland"]);
  expect(countryName("QQ", "en")).toBe("QQ");
});
