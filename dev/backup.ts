import { parseArgs } from "node:util";
import { createBackup } from "@/lib/lifecycle/backup/create-backup";
import { restoreBackup, restoreTenant } from "@/lib/lifecycle/backup/restore-backup";
import { lockOf, secretOptions, unlockOf } from "./bundle/bundle-secret";
import { runBundleCommand } from "./bundle/run-bundle-command";

const USAGE = `npm run backup -- --out folder      backs the whole installation up into a new folder below it
npm run restore -- --in folder      restores it into an empty database
npm run restore -- --in folder --tenant slug [--slug other]
                                    restores one workspace into the running installation

  Protect and open a backup with one of
    --passphrase-stdin   --passphrase-file f   --recipient key (backup)   --secret-file f (restore)
  --method  pg_dump or passports; by default pg_dump when it is there and new enough for the server`;

const options = {
  ...secretOptions,
  out: { type: "string" },
  in: { type: "string" },
  method: { type: "string" },
  tenant: { type: "string" },
  slug: { type: "string" },
} as const;

/** `npm run backup` and `npm run restore`. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 100) / 10;
  const toolPath = process.env.PATH ?? "";
  if (positionals[0] === "make" && values.out) {
    const { method = "auto" } = values;
    if (method !== "auto" && method !== "pg_dump" && method !== "passports")
      throw new TypeError("No such method.");
    const onProgress = (file: string) => console.log(`backing up ${file}`);
    const made = await createBackup({
      out: values.out,
      lock: await lockOf(values),
      method,
      toolPath,
      onProgress,
    });
    console.log(JSON.stringify({ command: "backup", ...made, seconds: seconds() }));
    return 0;
  }
  if (positionals[0] !== "restore" || !values.in) throw new TypeError("Name the folder.");
  const input = { folder: values.in, unlock: await unlockOf(values), toolPath };
  if (values.tenant) {
    const { tenant, slug } = values;
    const restored = await restoreTenant({ ...input, tenant, ...(slug && { slug }) });
    console.log(JSON.stringify({ command: "restore", ...restored, seconds: seconds() }));
    return 0;
  }
  const onProgress = (tenant: string) => console.log(`restoring ${tenant}`);
  const { tenants, ...rest } = await restoreBackup({ ...input, onProgress });
  console.log(JSON.stringify({ command: "restore", ...rest, tenants: tenants.length, seconds: seconds() }));
  return 0;
}

void runBundleCommand(main, USAGE);
