import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/display/badge";
import { FieldTable } from "./field-table";
import { MethodTag } from "./method-tag";
import {
  type ApiDocument,
  curlSample,
  type Endpoint,
  fieldRows,
  problemCodes,
  takesKeys,
  typeText,
} from "./openapi-model";

type Props = { endpoint: Endpoint; document: ApiDocument; origin: string };

/** One endpoint: what it takes, what it answers, how it fails, and a call to paste. */
export function EndpointSection({ endpoint, document, origin }: Props) {
  const t = useTranslations("docs");
  const id = endpoint.operationId;
  const permission = endpoint["x-permission"];
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="grid scroll-mt-20 gap-4 border-t pt-8">
      <div className="grid gap-2">
        <h2 id={`${id}-title`} className="flex flex-wrap items-center gap-2">
          <MethodTag method={endpoint.method} />
          <code className="break-all font-mono text-sm">{endpoint.path}</code>
        </h2>
        <p lang="en">{endpoint.summary}</p>
        <p className="flex flex-wrap gap-2">
          <Badge tone={takesKeys(endpoint) ? "accent" : "neutral"}>
            {endpoint.security.length === 0
              ? t("public")
              : takesKeys(endpoint)
                ? t("keyOrSession")
                : t("sessionOnly")}
          </Badge>
          {permission ? <Badge>{permission}</Badge> : null}
          {endpoint["x-metered"] === false && takesKeys(endpoint) ? <Badge>{t("free")}</Badge> : null}
        </p>
      </div>
      <Parameters endpoint={endpoint} document={document} />
      <Body endpoint={endpoint} document={document} />
      <Answers endpoint={endpoint} document={document} />
      <pre className="whitespace-pre-wrap break-all rounded-lg border bg-inset p-3 font-mono text-xs leading-5">
        <code>{curlSample(endpoint, document, origin)}</code>
      </pre>
    </section>
  );
}

function Parameters({ endpoint, document }: Omit<Props, "origin">) {
  const t = useTranslations("docs");
  const rows = (endpoint.parameters ?? []).map((parameter) => ({
    name: parameter.name,
    type: `${parameter.in} · ${typeText(parameter.schema, document)}`,
    isRequired: parameter.required ?? false,
    description: parameter.description ?? parameter.schema.description ?? "",
  }));
  if (rows.length === 0) return null;
  return (
    <div className="grid gap-2">
      <h3 className="font-medium text-sm">{t("parameters")}</h3>
      <FieldTable label={t("parameters")} rows={rows} />
    </div>
  );
}

function Body({ endpoint, document }: Omit<Props, "origin">) {
  const t = useTranslations("docs");
  const rows = fieldRows(endpoint.requestBody?.content["application/json"]?.schema, document);
  if (rows.length === 0) return null;
  return (
    <div className="grid gap-2">
      <h3 className="font-medium text-sm">{t("body")}</h3>
      <FieldTable label={t("body")} rows={rows} />
    </div>
  );
}

function Answers({ endpoint, document }: Omit<Props, "origin">) {
  const t = useTranslations("docs");
  const [status, success] = Object.entries(endpoint.responses).find(([code]) => Number(code) < 400) ?? [];
  const content = Object.entries(success?.content ?? {})[0];
  const rows = fieldRows(content?.[1].schema, document);
  const failures = Object.entries(endpoint.responses).filter(([code]) => Number(code) >= 400);
  return (
    <div className="grid gap-2">
      <h3 className="font-medium text-sm">{t("answers")}</h3>
      <details className="group">
        <summary className="w-fit cursor-pointer rounded-sm text-sm">
          <code className="font-mono">{status}</code>{" "}
          <span className="text-fg-muted">{content ? content[0] : t("noContent")}</span>
        </summary>
        {rows.length > 0 ? (
          <div className="mt-2">
            <FieldTable label={t("answers")} rows={rows} />
          </div>
        ) : null}
      </details>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {failures.map(([code, response]) => (
          <li key={code}>
            <code className="font-mono text-fg-muted">{code}</code>{" "}
            {problemCodes(response, document).map((name, index) => (
              <span key={name}>
                {index > 0 ? ", " : ""}
                <a href={`/docs/api#error-${name}`} className="text-accent-text underline underline-offset-4">
                  {name}
                </a>
              </span>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}
