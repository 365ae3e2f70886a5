import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { keyring } from "@/lib/infra/keyring";
import { withSystem } from "@/lib/tenancy/with-system";
import type { DataOverviewDto } from "./schema";

/**
 * How the tenant's data is kept: its key's generation, the installation's last backup, the last passport.
 * @throws DomainError permission_denied
 */
export async function getDataOverview(ctx: TenantContext): Promise<DataOverviewDto> {
  ctx.authorize("data:export");
  const tenantId = ctx.tenant.id;
  return withSystem(async (tx) => {
    const keys = await tx.tenantKey.findMany({ where: { tenantId, state: { not: "destroyed" } } });
    const current = keys.find((key) => key.state === "current");
    const backup = await tx.backup.findFirst({
      where: { state: "succeeded" },
      orderBy: { finishedAt: "desc" },
    });
    const passport = await tx.passportExport.findFirst({
      where: { tenantId, finishedAt: { not: null }, rootHash: { not: null } },
      orderBy: { finishedAt: "desc" },
    });
    return {
      key: {
        generation: current?.generation ?? null,
        created_at: current?.createdAt.toISOString() ?? null,
        retiring: keys.filter((key) => key.state === "retiring").length,
        master_key_current: keys.every((key) => key.kekKid === keyring().current),
      },
      last_backup_at: backup?.finishedAt?.toISOString() ?? null,
      last_passport_at: passport?.finishedAt?.toISOString() ?? null,
    };
  });
}
