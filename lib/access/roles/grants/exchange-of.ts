type Held = { role_id: string; expires_at: Date | string | null };

/** What becomes of roles that somebody holds: one that lasts longer is given, one that ends sooner is taken. */
export function exchangeOf<Wish extends { id: string; expiresAt: Date | null }>(
  held: readonly Held[],
  wishes: readonly Wish[],
): { given: Wish[]; taken: { id: string; expiresAt: Date | null }[] } {
  const before = new Map(held.map((binding) => [binding.role_id, endOf(binding.expires_at)]));
  const wanted = new Map(wishes.map((wish) => [wish.id, endOf(wish.expiresAt)]));
  return {
    given: wishes.filter(({ id, expiresAt }) => endOf(expiresAt) > (before.get(id) ?? 0)),
    taken: held
      .filter(({ role_id: id, expires_at: at }) => endOf(at) > (wanted.get(id) ?? 0))
      .map(lastingRole),
  };
}

/** A role that somebody holds, with its end. */
export function lastingRole(held: Held): { id: string; expiresAt: Date | null } {
  return { id: held.role_id, expiresAt: held.expires_at === null ? null : new Date(held.expires_at) };
}

/** As a number, so that a role without an end lasts longer than any other. */
export function endOf(at: Date | string | null): number {
  return at === null ? Number.POSITIVE_INFINITY : new Date(at).getTime();
}
