import "server-only";
import type { RequestInfo, UserContext } from "@/lib/core/context";

type Person = {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  platformRole: string;
  locale: string;
};

/** The context of somebody who has just proved who they are, before a request carries their session. */
export function personContext(info: RequestInfo, person: Person, sessionId: string): UserContext {
  return {
    requestId: info.requestId,
    ip: info.ip,
    userAgent: info.userAgent,
    locale: person.locale === "nl" ? "nl" : "en",
    actor: {
      type: "user",
      userId: person.id,
      sessionId,
      email: person.email,
      name: `${person.firstName} ${person.lastName}`.trim(),
      platformRole: person.platformRole === "super_admin" ? "super_admin" : "user",
      authAt: new Date(),
      mfaAt: null,
    },
  };
}
