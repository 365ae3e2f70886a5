import * as z from "zod";
import { ssoConnectionDto, ssoDomainInput, updateConnectionInput } from "../schema";

/** For how many hours a link may work. */
export const SETUP_HOURS = [1, 24, 72] as const;

export const setupLinkInput = z.strictObject({ hours: z.literal(SETUP_HOURS).default(24) });
export type SetupLinkInput = z.input<typeof setupLinkInput>;

export const setupLinkDto = z.object({
  id: z.uuid(),
  created_by: z.string(),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  last_used_at: z.iso.datetime().nullable(),
  /** Only in the answer that makes it. */
  url: z.string().nullable(),
});
export type SetupLinkDto = z.infer<typeof setupLinkDto>;
export const setupLinkAnswer = z.object({ link: setupLinkDto.nullable() });
export type SetupLinkAnswer = z.infer<typeof setupLinkAnswer>;

/** What the technical steps need of a connection: nothing about people, roles or the workspace's other settings. */
export const setupConnection = ssoConnectionDto.pick({
  id: true,
  kind: true,
  preset: true,
  name: true,
  status: true,
  ours: true,
  oidc: true,
  saml: true,
  domains: true,
  certificate_expires_at: true,
  tested_at: true,
});
export type SetupConnection = z.infer<typeof setupConnection>;
export const setupView = z.object({
  workspace: z.string(),
  connection: setupConnection,
  expires_at: z.iso.datetime(),
});
export type SetupView = z.infer<typeof setupView>;

const token = z.string().min(20).max(100);
export const setupToken = z.strictObject({ token });
export const setupProviderInput = updateConnectionInput.pick({ oidc: true, saml: true }).extend({ token });
export const setupDomainInput = ssoDomainInput.extend({ token });
export const setupDomainCheck = z.strictObject({ token, domain_id: z.uuid() });
export const setupTestQuestion = z.strictObject({ token, test_id: z.uuid() });
