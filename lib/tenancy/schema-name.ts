const SCHEMA_NAME = /^t_[0-9a-f]{32}$/;

/** The schema and the role of a tenant share one name, made from its id. */
export function schemaName(tenantId: string): string {
  const name = `t_${tenantId.replaceAll("-", "").toLowerCase()}`;
  if (!SCHEMA_NAME.test(name)) throw new TypeError("not a tenant id");
  return name;
}
