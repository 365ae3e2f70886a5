import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { readKeyPage } from "./read-key-page";
import type { ApiKeyDto } from "./schema";
import { visibleKeys } from "./visible-keys";

/**
 * One key of the tenant, as the list shows it.
 * @throws DomainError permission_denied; NotFoundError, also for somebody's token that the caller may not see
 */
export async function getApiKey(ctx: TenantContext, id: string): Promise<ApiKeyDto> {
  ctx.authorize("api_keys:read");
  const { data } = await readKeyPage(ctx, { limit: 1 }, { id, ...visibleKeys(ctx) });
  const [key] = data;
  if (!key) throw new NotFoundError("API key");
  return key;
}
