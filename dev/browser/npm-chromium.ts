import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const PACKAGE = "@sparticuz/chromium";
const CACHE = path.resolve("node_modules/.cache/npm-chromium");
const INSTALL_TIMEOUT_MS = 180_000;

type SparticuzChromium = {
  default: { executablePath: () => Promise<string> };
  inflate: (file: string) => Promise<string>;
};

/**
 * Chromium from an npm package made for Lambda, with the libraries and fonts that a bare Linux
 * lacks. Undefined on other systems.
 */
export async function npmChromium() {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  mkdirSync(CACHE, { recursive: true });
  const entry = packageEntry(import.meta.url) ?? (await installEntry());
  if (!entry) return undefined;
  const [root = ""] = entry.split(path.join("/", PACKAGE));
  // The package unpacks to the temporary folder; this keeps it private to the checkout.
  const temporary = process.env.TMPDIR;
  process.env.TMPDIR = CACHE;
  try {
    const { default: chromium, inflate } = (await import(pathToFileURL(entry).href)) as SparticuzChromium;
    const executablePath = await chromium.executablePath();
    const libraries = path.join(root, PACKAGE, "bin", "al2023.tar.br");
    if (!existsSync(path.join(CACHE, "al2023/lib/libnss3.so"))) await inflate(libraries);
    writeFontConfig();
    return { executablePath, args: ["--no-zygote"], env: libraryEnvironment() };
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = temporary;
  }
}

function packageEntry(from: string): string | undefined {
  try {
    return createRequire(from).resolve(PACKAGE);
  } catch {
    return undefined;
  }
}

/** npm on an older Node leaves this optional package out; here Node is new enough for it. */
async function installEntry(): Promise<string | undefined> {
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
    optionalDependencies?: Record<string, string>;
  };
  const version = manifest.optionalDependencies?.[PACKAGE];
  const target = path.join(CACHE, "package");
  mkdirSync(target, { recursive: true });
  const flags = ["install", "--prefix", target, "--no-save", "--no-package-lock"];
  await run("npm", [...flags, `${PACKAGE}@${version}`], { timeout: INSTALL_TIMEOUT_MS });
  return packageEntry(pathToFileURL(path.join(target, "index.js")).href);
}

/** The shipped file names a fonts folder that exists only on Lambda. */
function writeFontConfig(): void {
  const folder = path.join(CACHE, "fonts");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, "fonts.conf"),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${folder}/fonts</dir>` +
      `<dir>/usr/share/fonts</dir><cachedir>${CACHE}/fonts-cache</cachedir></fontconfig>`,
  );
}

function libraryEnvironment(): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const folders = [process.env.LD_LIBRARY_PATH, path.join(CACHE, "al2023", "lib")];
  return {
    ...Object.fromEntries(inherited),
    FONTCONFIG_PATH: path.join(CACHE, "fonts"),
    LD_LIBRARY_PATH: folders.filter(Boolean).join(":"),
  };
}
