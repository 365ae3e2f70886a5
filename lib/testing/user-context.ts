import type { UserContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import type { TestUser } from "./make-tenant";

/** The context of a signed-in person on the root host. */
export function userContext(user: TestUser, locale: "en" | "nl" = "en"): UserContext {
  return {
    requestId: newId(),
    ip: "192.0.2.1",
    userAgent: "test",
    locale,
    actor: {
      type: "user",
      userId: user.id,
      sessionId: newId(),
      email: user.email,
      name: user.name,
      platformRole: "user",
      authAt: new Date(),
      mfaAt: null,
    },
  };
}
