/** Columns that hold secrets or proofs of secrets: they stay here whatever is exported. */
const SECRET =
  /(^|_)(secret|sealed|token|password|passphrase|private|wrapped|ciphertext|envelope)(_|$)|_hash$/;

/** An envelope of the vault, whatever column it stands in. */
const ENVELOPE = /^v1\.[\w-]{1,40}(?:\.[\w-]+){3}$/;

/** Whether a column is left out of exports. */
export function isSecretColumn(column: string): boolean {
  return SECRET.test(column);
}

/** For JSON.stringify: no envelope leaves, not even one inside a document. */
export function withoutEnvelopes(_key: string, value: unknown): unknown {
  return typeof value === "string" && ENVELOPE.test(value) ? null : value;
}
