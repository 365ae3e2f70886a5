import "server-only";
import { DomainError, NotFoundError } from "@/lib/core/errors";
import { readerPool } from "@/lib/infra/database/pools";
import { parseHost, tenantUrl } from "@/lib/tenancy/hosts";

/** The present address of a workspace that was renamed less than 90 days ago; null for any other name. */
export async function movedSlug(slug: string): Promise<string | null> {
  const { rows } = await readerPool().query<{ slug: string }>({
    name: "moved-slug",
    text: "select slug from platform.moved_slug($1)",
    values: [slug],
  });
  return rows[0]?.slug ?? null;
}

/** The same page on the present address. */
export async function movedUrl(slug: string | undefined, path: string): Promise<string | null> {
  const moved = slug ? await movedSlug(slug) : null;
  return moved && tenantUrl(moved, path);
}

/** What a request to a host without a workspace is told: where it went, or that there is none. */
export async function unknownHost(host: string): Promise<DomainError> {
  const parsed = parseHost(host);
  const moved = parsed.kind === "tenant" && parsed.slug ? await movedSlug(parsed.slug) : null;
  if (!moved) return new NotFoundError();
  const url = tenantUrl(moved);
  return new DomainError("not_found", `This workspace has moved to ${url}`, {
    reason: "workspace_moved",
    subject: url,
  });
}
