import "server-only";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Reader } from "mmdb-lib";
import { describeNetwork } from "@/lib/core/describe-network";
import { formatIp, parseIp } from "@/lib/core/ip-address";
import type { Place } from "@/lib/core/place";
import { env } from "./env";
import { logger } from "./logger";
import { onceAProcess } from "./once-a-process";

/** The two forms in which the databases of the usual makers name a country. */
type Found = { country_code?: unknown; country?: { iso_code?: unknown } };

/** Where an address is, by the file at PLACES_FILE. Nobody is asked over the network, and nothing is kept. */
export function placeOf(ip: string | null): Place {
  const network = describeNetwork(ip);
  if (!ip || !network) return { kind: "unknown" };
  if (network.kind !== "public") return { kind: "local" };
  const address = parseIp(ip);
  const country = address && countryOf(formatIp(address));
  return country ? { kind: "country", country } : { kind: "unknown" };
}

function countryOf(ip: string): string | null {
  const reader = onceAProcess("places", openPlaces);
  // The reader's own types know one maker's answer only.
  const found = reader?.get(ip) as Found | null | undefined;
  const code = found?.country_code ?? found?.country?.iso_code;
  // ZZ stands for none.
  return typeof code === "string" && /^[A-Z]{2}$/.test(code) && code !== "ZZ" ? code : null;
}

/** Read at the first look-up of a process: 8 MB, some 20 ms. Without the file every place is unknown. */
function openPlaces(): Reader<Record<string, never>> | null {
  const path = env().PLACES_FILE;
  if (path === "") return null;
  try {
    return new Reader<Record<string, never>>(readFileSync(resolve(/* turbopackIgnore: true */ path)));
  } catch (error) {
    logger.warn({ err: error, path }, "no places: the file of PLACES_FILE cannot be read");
    return null;
  }
}
