import "server-only";
import type { StaffContext } from "@/lib/core/context";
import { keyring } from "@/lib/infra/keyring";
import { countOldSecrets } from "@/lib/tenancy/vault/rotation/reseal-platform";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import type { KeyStatusDto } from "./schema";

const SHOWN = 10;

/**
 * Generations of keys, the last rotations and the last backups. No key is read.
 * @throws PermissionError
 */
export async function getKeyStatus(ctx: StaffContext): Promise<KeyStatusDto> {
  assertStaff(ctx);
  const { current, kids } = keyring();
  const secrets = await countOldSecrets();
  return withSystem(async (tx) => {
    const live = { state: { not: "destroyed" } };
    const oldest = await tx.tenantKey.findFirst({
      where: { state: "current" },
      orderBy: { createdAt: "asc" },
    });
    return {
      current_kid: current,
      configured_kids: [...kids],
      tenant_keys: await tx.tenantKey.count({ where: live }),
      retiring: await tx.tenantKey.count({ where: { state: "retiring" } }),
      under_old_master: await tx.tenantKey.count({ where: { ...live, kekKid: { not: current } } }),
      secrets_under_old_master: secrets,
      oldest_key_at: oldest?.createdAt.toISOString() ?? null,
      rotations: await listRotations(tx),
      backups: await listBackups(tx),
    };
  });
}

async function listRotations(tx: SystemTx): Promise<KeyStatusDto["rotations"]> {
  const rows = await tx.keyRotation.findMany({
    orderBy: { startedAt: "desc" },
    take: SHOWN,
    include: { tenant: { select: { name: true } } },
  });
  return rows.map(({ id, kind, tenant, total, done, failed, startedAt, finishedAt }) => ({
    id,
    kind: kind === "master" ? "master" : "data",
    tenant: tenant?.name ?? null,
    total,
    done,
    failed,
    started_at: startedAt.toISOString(),
    finished_at: finishedAt?.toISOString() ?? null,
  }));
}

async function listBackups(tx: SystemTx): Promise<KeyStatusDto["backups"]> {
  const rows = await tx.backup.findMany({ orderBy: { startedAt: "desc" }, take: SHOWN });
  return rows.map(({ id, method, state, tenants, sizeBytes, startedAt, finishedAt }) => ({
    id,
    method: method === "pg_dump" ? "pg_dump" : "passports",
    state: state === "succeeded" || state === "failed" ? state : "running",
    tenants,
    size_bytes: Number(sizeBytes),
    started_at: startedAt.toISOString(),
    finished_at: finishedAt?.toISOString() ?? null,
  }));
}
