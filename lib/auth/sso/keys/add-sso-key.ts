import "server-only";
import { newId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import { readCertificate } from "../saml/read-certificate";
import { makeCertificate } from "./make-certificate";
import { sealSsoKey } from "./sso-keys";

/** Providers pin the certificate and few look at its end; whoever wants another one renews it. */
const LIFE_DAYS = 3 * 365;

/** Gives a tenant a key pair of this status unless it has one: of several at once one stays. Its id when it was made. */
export async function addSsoKey(tenantId: string, status: "current" | "next"): Promise<string | null> {
  const where = { tenantId_status: { tenantId, status } };
  if (await withSystem((tx) => tx.ssoKey.findUnique({ where, select: { id: true } }))) return null;
  const pair = await makeCertificate({ name: "Atrium single sign-on", days: LIFE_DAYS });
  const read = readCertificate(pair.certificate);
  if (!read) throw new TypeError("a certificate that was just made can be read");
  const id = newId();
  const privateSealed = await sealSsoKey(tenantId, id, pair.key);
  const { certificate, not_after: notAfter } = read;
  const { count } = await withSystem((tx) =>
    tx.ssoKey.createMany({
      data: { id, tenantId, status, privateSealed, certificate, notAfter },
      skipDuplicates: true,
    }),
  );
  return count === 1 ? id : null;
}
