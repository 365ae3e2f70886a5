import type { NewRole, RoleChange, RoleDto, RolePreview, RolePreviewInput } from "@/lib/access/roles/schema";
import { api } from "@/lib/api/client";

export const createRole = (body: NewRole) => api.post<RoleDto>("/roles", { body });
export const saveRole = (id: string, body: RoleChange, revision: number) =>
  api.put<RoleDto>(`/roles/${id}`, { body, headers: { "if-match": `"${revision}"` } });
export const previewRole = (id: string, body: RolePreviewInput) =>
  api.post<RolePreview>(`/roles/${id}/preview`, { body });
export const deleteRole = (id: string, remapTo: string | null) =>
  api.delete(`/roles/${id}`, { query: { remap_to: remapTo } });
