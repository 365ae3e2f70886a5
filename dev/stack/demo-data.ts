import { readFileSync } from "node:fs";
import path from "node:path";

/** What a seed leaves in `demo.json` for the people who try the product. */
type Demo = {
  tenant?: string;
  signIns?: { email: string; password: string; role: string; totp?: string }[];
};

export function readDemo(dataDir: string): Demo {
  try {
    return JSON.parse(readFileSync(path.join(dataDir, "demo.json"), "utf8")) as Demo;
  } catch {
    return {};
  }
}
