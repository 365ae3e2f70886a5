import "server-only";
import { platformEventRow } from "@/lib/audit/record-platform-event";
import type { RequestInfo } from "@/lib/core/context";
import { hashToken } from "@/lib/infra/tokens";
import { type NewSession, sessionRow } from "../create-session";
import { deviceRow } from "../devices/device-row";
import { personContext } from "../person-context";
import { isSsoMethod } from "../sso/sso-method";
import type { SignInMethod } from "./open-new-session";

export type SigningIn = {
  person: {
    id: string;
    email: string;
    firstName: string;
    lastName: string;
    platformRole: string;
    locale: string;
  };
  method: SignInMethod;
  mfa: boolean;
  previousSid: string | null;
  passwordDue?: boolean;
  /** When the second step was really taken, in a trusted browser. */
  provedAt?: Date;
  /** The password's hash that was compared; the session begins only while it holds. */
  comparedHash?: string;
};

/** A new session, and all that platform.record_sign_in() writes for it, as JSON. */
export function signInRecord(info: RequestInfo, input: SigningIn): { session: NewSession; record: string } {
  const { person, method, mfa, previousSid, passwordDue = false, provedAt = null } = input;
  const { sid, row } = sessionRow({ userId: person.id, method, mfa, passwordDue, provedAt, info });
  const device = deviceRow(info, isSsoMethod(method) ? method : undefined);
  const event = platformEventRow(personContext(info, person, row.id), {
    action: "user.signed_in",
    target: { type: "user", id: person.id, label: person.email },
    after: { method, second_factor: mfa, ...(provedAt && { trusted_device: true }) },
  });
  const record = {
    ...columns(row),
    sid_hash: hex(row.sidHash),
    // Single sign-on opens one workspace beside whatever else this browser is signed in to.
    previous_hash: previousSid && !isSsoMethod(method) ? hex(hashToken(previousSid)) : null,
    device_id: device?.id ?? null,
    device_own: device && hex(device.own),
    device_proved: device && hex(device.proved),
    ...(input.comparedHash !== undefined && { compared_hash: input.comparedHash }),
    event: columns(event),
  };
  return { session: { id: row.id, sid }, record: JSON.stringify(record) };
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** Names as the database has them. */
function columns(row: Record<string, unknown>): Record<string, unknown> {
  const named = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [named(name), value]));
}
