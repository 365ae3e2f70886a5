import "server-only";
import { cache } from "react";
import { tenantOfDomain } from "@/lib/tenancy/resolve-host";
import { lookUpRequest } from "../look-up-request";
import { currentRequest } from "../require-context";
import { type Brand, brandOf } from "./brand-of";

/** The look of this request's host, once a render; null on a host that is no workspace's. */
export const currentBrand = cache(async (): Promise<Brand | null> => {
  const request = await currentRequest();
  switch (request.kind) {
    case "tenant":
      return brandOf(request.ctx.tenant);
    case "signed_out":
    case "not_member":
      return request.tenant && brandOf(request.tenant);
    default:
      return null;
  }
});

/** The look of a workspace by its slug or its own host name, for the root host's sign-in page that it hands over to. */
export const brandOfTarget = cache(async (to: string): Promise<Brand | null> => {
  const slug = to.includes(".") ? await tenantOfDomain(to) : to;
  const { tenant } = await lookUpRequest(slug, null);
  return tenant && brandOf(tenant);
});
