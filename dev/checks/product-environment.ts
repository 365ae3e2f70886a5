import { readFileSync } from "node:fs";
import { currentEnvironment } from "./tools";

/** The names that .env.example lists: everything that configures the product. */
export function productVariables(): string[] {
  const lines = readFileSync(".env.example", "utf8").split("\n");
  return lines.flatMap((line) => /^#?\s?([A-Z][A-Z0-9_]+)=/.exec(line)?.[1] ?? []);
}

/** This process's environment without the developer's own configuration: tests never touch a real service. */
export function environmentForTests(): Record<string, string> {
  const hidden = new Set(productVariables());
  return Object.fromEntries(Object.entries(currentEnvironment()).filter(([name]) => !hidden.has(name)));
}
