"use client";
import { ImageUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { Avatar } from "@/components/ui/display/avatar";
import { toast } from "@/components/ui/feedback/toast";
import { useErrorText } from "@/components/ui/forms/error-text";
import { ApiError, api } from "@/lib/api/client";
import { AVATAR_TYPES, type AvatarDto } from "@/lib/auth/avatar/schema";
import type { Me } from "@/lib/auth/schema";
import { avatarUrl } from "@/lib/core/avatar-url";

/** The own picture: shown, replaced and removed at once. */
export function PictureField({ me }: { me: Me }) {
  const t = useTranslations("profile.picture");
  const errorText = useErrorText();
  const router = useRouter();
  const inputRef = useRef<HTMLInputElement>(null);
  const [version, setVersion] = useState(me.avatar);
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState("");
  const run = async (change: () => Promise<string | null>, done: string) => {
    setIsBusy(true);
    setError("");
    try {
      setVersion(await change());
      toast.success(done);
      router.refresh();
    } catch (cause) {
      const field = cause instanceof ApiError ? cause.errors[0] : undefined;
      setError(field ? errorText.ofField(field) : errorText.ofRequest(cause));
    }
    setIsBusy(false);
    if (inputRef.current) inputRef.current.value = "";
  };
  const upload = (file: File | undefined) =>
    file && run(async () => (await api.put<AvatarDto>("/me/avatar", { file })).version, t("saved"));
  const remove = () => run(() => api.delete("/me/avatar").then(() => null), t("removed"));
  return (
    <div className="flex flex-wrap items-center gap-4">
      <Avatar
        name={`${me.first_name} ${me.last_name}`.trim() || me.email}
        src={avatarUrl(me.id, version)}
        className="size-16 text-lg"
      />
      <div className="grid gap-2">
        <div className="flex flex-wrap gap-2">
          <input
            ref={inputRef}
            type="file"
            accept={AVATAR_TYPES.join(",")}
            aria-label={t("label")}
            className="sr-only"
            tabIndex={-1}
            onChange={(event) => void upload(event.target.files?.[0])}
          />
          <Button size="sm" loading={isBusy} onClick={() => inputRef.current?.click()}>
            <ImageUp aria-hidden="true" className="size-3.5" />
            {version ? t("replace") : t("upload")}
          </Button>
          {version ? (
            <Button size="sm" disabled={isBusy} onClick={() => void remove()}>
              {t("remove")}
            </Button>
          ) : null}
        </div>
        {error ? (
          <p role="alert" className="text-danger-text text-sm">
            {error}
          </p>
        ) : (
          <p className="text-fg-subtle text-xs">{t("hint")}</p>
        )}
      </div>
    </div>
  );
}
