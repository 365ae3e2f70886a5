/** Both libraries come without types; this is what is used of them. */
declare module "oidc-provider" {
  import type { RequestListener } from "node:http";

  export class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    callback(): RequestListener;
  }
}

declare module "samlp" {
  type Answer = (error: Error | null, xml?: { toString(): string }) => void;
  export function getSamlResponse(options: Record<string, unknown>, user: unknown, done: Answer): void;
}
