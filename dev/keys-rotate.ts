import { parseArgs } from "node:util";
import { closePools } from "@/lib/infra/database/pools";
import { keyring } from "@/lib/infra/keyring";
import { countOldSecrets } from "@/lib/tenancy/vault/rotation/reseal-platform";
import {
  type RotationProgress,
  rotateDataKeys,
  rotateMasterKey,
} from "@/lib/tenancy/vault/rotation/rotate-keys";
import { withSystem } from "@/lib/tenancy/with-system";

const USAGE = `npm run keys:rotate -- data|master [--tenant slug] [--grace-seconds N]

  data             new data keys: values are sealed anew, then the old keys are destroyed
  master           wraps every data key under ENCRYPTION_KEY_CURRENT; do it after adding a key to ENCRYPTION_KEYS
  --tenant         one workspace only
  --grace-seconds  how long other processes may still use an old data key (120)

Safe to stop at any time: start it again and it goes on.`;

/** `npm run keys:rotate`: rotates keys of the running installation, or of the one that DATABASE_URL names. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { tenant: { type: "string" }, "grace-seconds": { type: "string" } },
  });
  const [kind] = positionals;
  if (positionals.length !== 1 || (kind !== "data" && kind !== "master"))
    throw new TypeError("Say data or master.");
  const grace = values["grace-seconds"] === undefined ? undefined : Number(values["grace-seconds"]);
  if (grace !== undefined && !(grace >= 0 && grace <= 3600))
    throw new TypeError("--grace-seconds is 0 to 3600.");
  const tenantId = values.tenant === undefined ? undefined : await tenantOf(values.tenant);
  const options = {
    ...(tenantId && { tenantId }),
    ...(grace !== undefined && { graceMs: grace * 1000 }),
    onProgress,
  };
  const result = await (kind === "data" ? rotateDataKeys(options) : rotateMasterKey(options));
  const left = kind === "master" ? await countOldSecrets() : result.retiring;
  console.log(summary(kind, left));
  console.log(JSON.stringify({ suite: "keys:rotate", kind, ...result, left }));
  return result.failed > 0 || left > 0 ? 1 : 0;
}

async function tenantOf(slug: string): Promise<string> {
  const tenant = await withSystem((tx) => tx.tenant.findUnique({ where: { slug }, select: { id: true } }));
  if (!tenant) throw new TypeError(`There is no workspace with the address ${slug}.`);
  return tenant.id;
}

const PHASES: Record<RotationProgress["phase"], string> = {
  keys: "new keys",
  values: "values sealed anew",
  wait: "seconds until nobody uses the old keys",
  retire: "old keys destroyed",
};

function onProgress({ phase, done, total }: RotationProgress): void {
  const step = Math.max(1, Math.floor(total / 20));
  if (done % step === 0 || done === total) console.log(`${PHASES[phase]}: ${done}/${total}`);
}

function summary(kind: "data" | "master", left: number): string {
  if (left > 0) return `${left} still need an old key; the worker goes on with them, or start this again.`;
  const others = keyring().kids.filter((kid) => kid !== keyring().current);
  if (kind === "data" || others.length === 0) return "Nothing needs an old key any more.";
  return `Nothing stored needs ${others.join(", ")} any more. Keep it one hour for sign-ins under way and as long as you keep backups made with it.`;
}

main()
  .catch((error: unknown) => {
    if (error instanceof TypeError) console.error(`${error.message}\n\n${USAGE}`);
    else console.error(error instanceof Error ? error.message : String(error));
    return 1;
  })
  .then(async (code) => {
    await closePools();
    process.exit(code);
  });
