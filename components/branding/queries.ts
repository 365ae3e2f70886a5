import { api } from "@/lib/api/client";
import type {
  AssetKind,
  BrandAssetDto,
  BrandingDraftDto,
  BrandingVersionDto,
  PublicationInput,
} from "@/lib/lifecycle/branding/schema";
import type { BrandingSettings } from "@/lib/tenancy/branding/schema";

const seen = (revision: number) => ({ "if-match": `"${revision}"` });

export const saveDraft = (body: BrandingSettings, revision: number) =>
  api.put<BrandingDraftDto>("/branding/draft", { body, headers: seen(revision) });
export const discardDraft = (revision: number) => api.delete("/branding/draft", { headers: seen(revision) });
export const publish = (body: PublicationInput, revision: number) =>
  api.post<BrandingVersionDto>("/branding/publications", { body, headers: seen(revision) });
export const uploadAsset = (kind: AssetKind, file: File) =>
  api.post<BrandAssetDto>("/branding/assets", { query: { kind }, file });
