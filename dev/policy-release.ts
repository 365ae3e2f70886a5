import { parseArgs } from "node:util";
import { releasePolicy } from "@/lib/back-office/policies/release-policy";
import { DomainError } from "@/lib/core/errors";
import { closePools } from "@/lib/infra/database/pools";

const USAGE = `npm run policy:release -- --tenant slug --reason "Who asked, and how you knew that it was them."

  Break-glass: turns off a workspace's IP allowlist, single sign-on and second factor, after you have checked who asks.
  It is recorded in the workspace's audit log and in ours, and mailed to every admin of the workspace.`;

/** `npm run policy:release`: lets a workspace in again that its own security policy shut out. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { tenant: { type: "string" }, reason: { type: "string" } } });
  if (!values.tenant || !values.reason) throw new TypeError("Name the workspace and the reason.");
  const sections = await releasePolicy({ slug: values.tenant, reason: values.reason });
  console.log(
    sections.length > 0 ? `Turned off: ${sections.join(", ")}.` : "Nothing was on that shuts anybody out.",
  );
  return 0;
}

main()
  .catch((error: unknown) => {
    const text =
      error instanceof DomainError ? (error.details.errors?.[0]?.message ?? error.message) : String(error);
    console.error(error instanceof TypeError ? `${error.message}\n\n${USAGE}` : text);
    return 1;
  })
  .then(async (code) => {
    await closePools();
    process.exit(code);
  });
