export type BundleFault =
  | "not_a_bundle"
  | "wrong_key"
  | "damaged"
  | "truncated"
  | "bad_signature"
  | "unknown_signer"
  | "wrong_kind"
  | "newer_version";

/** Why a bundle is refused. The message is for the person at the terminal. */
export class BundleError extends Error {
  readonly fault: BundleFault;
  constructor(fault: BundleFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "BundleError";
    this.fault = fault;
  }
}
