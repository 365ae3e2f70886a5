import { parseArgs } from "node:util";
import { newRecipient } from "@/lib/infra/bundle/bundle-key";
import { fileSink, fileSource } from "@/lib/lifecycle/passport/bundle-file";
import { exportPassport } from "@/lib/lifecycle/passport/export-passport";
import { checkPassport } from "@/lib/lifecycle/passport/import/check-passport";
import { importPassport } from "@/lib/lifecycle/passport/import/import-passport";
import { ownSigner } from "@/lib/lifecycle/passport/signing-key";
import { withSystem } from "@/lib/tenancy/with-system";
import { lockOf, secretOptions, unlockOf } from "./bundle/bundle-secret";
import { runBundleCommand } from "./bundle/run-bundle-command";

const USAGE = `npm run passport -- COMMAND

  export --tenant slug --out file   everything of one workspace, encrypted and signed
  verify --in file                  proves a file without writing anything
  import --in file                  brings the workspace here; [--slug other] [--account id] [--cell name]
  keygen                            a key pair: export to its recipient, import with its secret
  signer                            the public key this installation signs with

  Protect and open a file with one of
    --passphrase-stdin   --passphrase-file f   --recipient key (export)   --secret-file f (import, verify)
  --trust key   believes another installation's signature (import, verify)`;

const options = {
  tenant: { type: "string" },
  out: { type: "string" },
  in: { type: "string" },
  slug: { type: "string" },
  account: { type: "string" },
  cell: { type: "string" },
  trust: { type: "string", multiple: true },
  ...secretOptions,
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];

/** `npm run passport`: moves workspaces between installations. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  switch (positionals[0]) {
    case "export":
      return exportTo(values);
    case "verify":
      return verify(values);
    case "import":
      return importFrom(values);
    case "keygen": {
      const { recipient, secret } = newRecipient();
      console.log(`recipient  ${recipient}   (give it away)\nsecret     ${secret}   (keep it; shown once)`);
      return 0;
    }
    case "signer":
      console.log(await ownSigner());
      return 0;
    default:
      throw new TypeError("Say what to do.");
  }
}

async function exportTo(values: Values): Promise<number> {
  const slug = needed(values.tenant, "--tenant");
  const tenant = await withSystem((tx) => tx.tenant.findUnique({ where: { slug }, select: { id: true } }));
  if (!tenant) throw new TypeError(`There is no workspace with the address ${slug}.`);
  const lock = await lockOf(values);
  const sink = await fileSink(needed(values.out, "--out"));
  const onProgress = async (rows: number) => void (rows % 10_000 === 0 && console.log(`${rows} rows`));
  const { root, rows } = await exportPassport(tenant.id, { lock, sink: sink.write, onProgress });
  const sizeBytes = await sink.close();
  console.log(
    JSON.stringify({
      command: "export",
      tenant: slug,
      rows,
      size_bytes: sizeBytes,
      root,
      signer: await ownSigner(),
    }),
  );
  return 0;
}

async function verify(values: Values): Promise<number> {
  const { head, manifest, signer } = await checkPassport(await inputOf(values));
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  console.log(
    JSON.stringify({
      command: "verify",
      tenant: head.tenant.slug,
      made: head.created_at,
      rows,
      root: manifest.root,
      signer,
    }),
  );
  return 0;
}

async function importFrom(values: Values): Promise<number> {
  const { slug, account, cell } = values;
  const input = await inputOf(values);
  console.log("proving the file");
  const startedAt = performance.now();
  const imported = await importPassport({
    ...input,
    ...(slug && { slug }),
    ...(account && { accountId: account }),
    ...(cell && { cell }),
    onProgress: (rows) => console.log(`${rows} rows`),
  });
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  console.log(JSON.stringify({ command: "import", ...imported, seconds }));
  return 0;
}

async function inputOf(values: Values) {
  const file = needed(values.in, "--in");
  const unlock = await unlockOf(values);
  return { open: () => fileSource(file), unlock, trust: values.trust ?? [] };
}

function needed(value: string | undefined, flag: string): string {
  if (!value) throw new TypeError(`${flag} is missing.`);
  return value;
}

void runBundleCommand(main, USAGE);
