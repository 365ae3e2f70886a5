import { terminal } from "@/lib/lifecycle/passport/import/open-tenant";
import { cloneToSandbox } from "@/lib/lifecycle/passport/move/clone-to-sandbox";
import { moveTenant } from "@/lib/lifecycle/passport/move/move-tenant";

// A process that moves or clones a tenant, for proofs that kill it: it says where it stands, and stays there.
const [kind, tenantId = "", to = "", stopAt = ""] = process.argv.slice(2);

async function stand(phase: string): Promise<void> {
  if (phase !== stopAt) return;
  process.stdout.write(`${phase}\n`);
  // Until somebody kills this process.
  await new Promise((resolve) => setTimeout(resolve, 600_000));
}

if (kind === "move") await moveTenant({ tenantId, cell: to, by: terminal(), onPhase: stand });
else {
  const beforeOpening = () => stand("filled");
  await cloneToSandbox({ tenantId, slug: to, name: "Sandbox", by: terminal(), beforeOpening });
}
process.exit(0);
