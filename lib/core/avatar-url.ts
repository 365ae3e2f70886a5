/** Where a person's picture is shown from; nothing when they have none. */
export function avatarUrl(userId: string, version: string | null | undefined): string | undefined {
  return version ? `/api/v1/avatars/${userId}?v=${version}` : undefined;
}
