import type { AccessReport } from "../report";
import type { AccessStage } from "../stage";
import { proveEncrypted } from "./prove-encrypted";
import { proveOidc } from "./prove-oidc";
import { proveSaml, proveSamlReplays, proveTenants, samlControls } from "./prove-saml";

/** forged assertions and tokens at a workspace's own provider, and providers that speak for other workspaces. */
export async function proveSso(stage: Pick<AccessStage, "quick">, report: AccessReport): Promise<void> {
  await proveSaml(report, stage.quick ? ["assertion"] : ["assertion", "response", "both"]);
  await proveSamlReplays(report);
  await proveTenants(report);
  await samlControls(report);
  await proveEncrypted(report);
  await proveOidc(report);
  report.figures["forged sign-ins tried"] = report.attempts;
}
