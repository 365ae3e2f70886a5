import "server-only";
import * as z from "zod";
import { type SignInMethod, signInMethod } from "../sign-in/open-new-session";

const payload = z.object({ method: signInMethod, password_due: z.boolean().default(false) });

/** The first factor that a second step's token remembers. */
export function methodOf(value: unknown): SignInMethod {
  return payload.safeParse(value).data?.method ?? "password";
}

/** Whether the first step found a password that is too short for a workspace of the person. */
export function passwordDueOf(value: unknown): boolean {
  return payload.safeParse(value).data?.password_due ?? false;
}
