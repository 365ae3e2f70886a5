import "server-only";
import { Secret } from "otpauth";
import { toString as drawQr } from "qrcode";
import * as z from "zod";
import { ConflictError } from "@/lib/core/errors";
import { open, seal } from "@/lib/infra/sealed-box";
import { hashToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";
import { enrolmentKind, secretPlace, totpOf } from "./internal";

export type Enrolment = { secret: string; otpauthUrl: string; qrDataUrl: string };

const SECRET_BYTES = 20;
const stored = z.looseObject({ method: z.string(), secret: z.string().optional() });

/**
 * The secret for an authenticator app, as text, address and QR code. It waits sealed in the enrolment token and becomes
 * a factor when a code confirms it; asking again shows the same one.
 * @throws ConflictError flow_expired
 */
export async function startTotpEnrolment(input: { token: string; userId?: string }): Promise<Enrolment> {
  const { secret, email } = await withSystem(async (tx) => {
    const row = await tx.authToken.findUnique({
      where: { tokenHash: hashToken(input.token), kind: enrolmentKind(input), usedAt: null },
      include: { user: { select: { email: true } } },
    });
    if (!row || row.expiresAt <= new Date() || (input.userId && row.userId !== input.userId)) {
      throw new ConflictError("This sign-in took too long. Start again.", { reason: "flow_expired" });
    }
    const payload = stored.parse(row.payload);
    const place = secretPlace(row.userId);
    if (payload.secret) return { secret: open(payload.secret, place), email: row.user.email };
    const fresh = new Secret({ size: SECRET_BYTES }).base32;
    await tx.authToken.update({
      where: { id: row.id },
      data: { payload: { ...payload, secret: seal(fresh, place) } },
      select: { id: true },
    });
    return { secret: fresh, email: row.user.email };
  });
  const otpauthUrl = totpOf(secret, email).toString();
  const svg = await drawQr(otpauthUrl, { type: "svg", margin: 2, errorCorrectionLevel: "M" });
  const qrDataUrl = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  return { secret, otpauthUrl, qrDataUrl };
}
