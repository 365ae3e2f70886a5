import { readdirSync } from "node:fs";
import { join } from "node:path";
import { createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import { type Catalog, compareCatalogs, messageInputs } from "@/components/i18n/compare-catalogs";
import en from "@/components/i18n/messages/en";
import nl from "@/components/i18n/messages/nl";
import { ERROR_CODES } from "@/lib/core/errors";
import type { Locale } from "@/lib/core/locale";

const folder = join(import.meta.dirname, "messages");

function namespacesOnDisk(locale: string): string[] {
  return readdirSync(join(folder, locale))
    .map((file) => file.replace(/\.json$/, "").replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()))
    .sort();
}

describe("messages", () => {
  it("have the same keys and arguments in English and Dutch", () => {
    expect(compareCatalogs(en as Catalog, nl as Catalog)).toEqual([]);
  });

  it("are all part of both languages' index", () => {
    expect(Object.keys(en).sort()).toEqual(namespacesOnDisk("en"));
    expect(Object.keys(nl).sort()).toEqual(namespacesOnDisk("nl"));
  });

  it("explain every error code", () => {
    for (const code of ERROR_CODES) {
      expect(en.errors.codes, code).toHaveProperty(code);
      expect(nl.errors.codes, code).toHaveProperty(code);
    }
  });

  // Some thousands of messages: slow where the machine has other work.
  it("are valid ICU messages", { timeout: 60_000 }, () => {
    expect(invalidMessages("en", en as Catalog)).toEqual([]);
    expect(invalidMessages("nl", nl as Catalog)).toEqual([]);
  });
});

describe("the comparison", () => {
  it("catches a missing key, a lost argument and a lost tag", () => {
    const first = { a: "x", b: "{count, plural, one {# row} other {# rows}}", c: "See <link>docs</link>" };
    const second = { b: "{total, plural, one {# rij} other {# rijen}}", c: "Zie docs" };
    expect(compareCatalogs(first, second)).toEqual([
      "a: missing in the second",
      "b: takes (count:plural) in the first, (total:plural) in the second",
      "c: takes (<link>) in the first, () in the second",
    ]);
  });

  it("does not mistake the words of a plural branch for arguments", () => {
    expect(messageInputs("{count, plural, one {row} other {rows of {name}}}")).toEqual([
      "count:plural",
      "name",
    ]);
  });
});

/** Formats every message with arguments of every name it takes; a syntax error ends up in `onError`. */
function invalidMessages(locale: Locale, catalog: Catalog): string[] {
  const failures: string[] = [];
  for (const [namespace, messages] of Object.entries(catalog)) {
    const onError = (error: Error) => failures.push(`${locale} ${namespace}: ${error.message}`);
    const t = createTranslator({ locale, messages: { [namespace]: messages } as never, onError });
    for (const [key, message] of leaves(messages, namespace)) {
      const inputs = messageInputs(message).map((input) => {
        const name = input.split(":")[0]?.replace(/[<>]/g, "") ?? "";
        return [name, input.startsWith("<") ? () => "x" : 1] as const;
      });
      t.rich(key as never, Object.fromEntries(inputs) as never);
    }
  }
  return failures;
}

function leaves(value: string | Catalog, path: string): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value).flatMap(([key, child]) => leaves(child, `${path}.${key}`));
}
