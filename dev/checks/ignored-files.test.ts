import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Patterns of .gitignore that also mean a folder of the source: one of them once kept a route out of the repository. */
function reaching(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => line.endsWith("/") && line !== "node_modules/")
    .filter((line) => !line.startsWith("/"));
}

test("what git passes over is named from the root, so that no source folder can share its name", () => {
  expect(reaching(readFileSync(".gitignore", "utf8"))).toEqual([]);
});

test("a folder's name alone is found", () => {
  expect(reaching("node_modules/\n/.next/\ntest-results/\n")).toEqual(["test-results/"]);
});
