import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const CACHE = path.resolve("node_modules/.cache/npm-chromium");

/**
 * Chromium from the optional npm package made for Lambda, with the libraries and fonts that a bare
 * Linux lacks. Undefined on other systems and when the package was left out.
 */
export async function npmChromium() {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const bin = packageBin();
  if (!bin) return undefined;
  mkdirSync(CACHE, { recursive: true });
  // The package unpacks to the temporary folder; this keeps it private to the checkout.
  const temporary = process.env.TMPDIR;
  process.env.TMPDIR = CACHE;
  try {
    const { default: chromium, inflate } = await importPackage();
    const executablePath = await chromium.executablePath();
    if (!existsSync(path.join(CACHE, "al2023/lib/libnss3.so")))
      await inflate(path.join(bin, "al2023.tar.br"));
    writeFontConfig();
    return { executablePath, args: ["--no-zygote"], env: libraryEnvironment() };
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = temporary;
  }
}

type SparticuzChromium = {
  default: { executablePath: () => Promise<string> };
  inflate: (file: string) => Promise<string>;
};

/** The name is computed because the package is optional: the compiler may not find it either. */
async function importPackage(): Promise<SparticuzChromium> {
  return (await import(["@sparticuz", "chromium"].join("/"))) as SparticuzChromium;
}

function packageBin(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
    const [root = ""] = entry.split(`${path.sep}@sparticuz${path.sep}`);
    return path.join(root, "@sparticuz", "chromium", "bin");
  } catch {
    return undefined;
  }
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
  const libraries = [process.env.LD_LIBRARY_PATH, path.join(CACHE, "al2023", "lib")]
    .filter(Boolean)
    .join(":");
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return {
    ...Object.fromEntries(inherited),
    FONTCONFIG_PATH: path.join(CACHE, "fonts"),
    LD_LIBRARY_PATH: libraries,
  };
}
