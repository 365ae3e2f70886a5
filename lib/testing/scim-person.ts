import type { JsonObject } from "@/lib/access/scim/protocol/definitions";
import { ENTERPRISE_SCHEMA } from "@/lib/access/scim/protocol/definitions";
import { ScimError } from "@/lib/access/scim/protocol/scim-error";

/** Somebody as a directory describes them. */
export const anna: JsonObject = {
  id: "2819c223-7f76-453a-919d-413861904646",
  userName: "Anna@acme.com",
  externalId: "Oid-1",
  active: true,
  title: "",
  name: { givenName: "Anna", familyName: "de Vries" },
  emails: [
    { type: "work", value: "anna@acme.com", primary: true },
    { type: "home", value: "anna@home.example" },
  ],
  [ENTERPRISE_SCHEMA]: { department: "Sales", manager: { value: "m1" } },
  meta: { created: "2026-01-02T10:00:00Z", lastModified: "2026-03-04T10:00:00Z" },
};

/** The protocol's word for why this is refused. */
export const refusal = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error instanceof ScimError ? error.scimType : String(error);
  }
  return "accepted";
};
