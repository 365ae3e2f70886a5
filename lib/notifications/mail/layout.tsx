// One package each: the one with all of them loads a highlighter of code, a fifth of the worker's start.
import { Body } from "@react-email/body";
import { Button } from "@react-email/button";
import { Container } from "@react-email/container";
import { Head } from "@react-email/head";
import { Heading } from "@react-email/heading";
import { Hr } from "@react-email/hr";
import { Html } from "@react-email/html";
import { Img } from "@react-email/img";
import { Preview } from "@react-email/preview";
import { Section } from "@react-email/section";
import { Text } from "@react-email/text";
import type { MailBrand, MailContent, MailLocale } from "./schema";

const FONT = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Helvetica, Arial, sans-serif";
const TEXT = { color: "#1f2430", fontFamily: FONT, fontSize: "16px", lineHeight: "26px", margin: "0 0 16px" };

const SMALL = { ...TEXT, color: "#5b6272", fontSize: "13px", lineHeight: "20px" };

const PLAIN: Pick<MailBrand, "button" | "onButton"> = { button: "#1f2430", onButton: "#ffffff" };

type Props = { content: MailContent; locale: MailLocale; brand: MailBrand | null };

/** The one look of every mail. Inline styles only: mail programs drop the rest. */
export function MailLayout({ content, locale, brand }: Props) {
  const { title, lines, code, action, note } = content;
  return (
    <Html lang={locale}>
      <Head>
        <title>{content.subject}</title>
        <meta name="color-scheme" content="light" />
      </Head>
      <Preview>{lines[0] ?? title}</Preview>
      <Body style={{ backgroundColor: "#f4f5f7", margin: 0, padding: "24px 12px" }}>
        <Container
          style={{ backgroundColor: "#ffffff", borderRadius: "12px", maxWidth: "560px", padding: "32px" }}
        >
          <Sender brand={brand} />
          <Heading as="h1" style={{ ...TEXT, fontSize: "22px", lineHeight: "30px", fontWeight: 600 }}>
            {title}
          </Heading>
          {lines.map((line) => (
            <Text key={line} style={TEXT}>
              {line}
            </Text>
          ))}
          {code && <Code value={code} />}
          {action && <Action {...action} look={brand ?? PLAIN} />}
          <Hr style={{ borderColor: "#e3e5ea", margin: "24px 0 16px" }} />
          <Text style={{ ...SMALL, margin: 0 }}>{note}</Text>
          {brand && <BrandFooter brand={brand} />}
        </Container>
      </Body>
    </Html>
  );
}

function Sender({ brand }: { brand: MailBrand | null }) {
  if (brand?.logoUrl) {
    return <Img src={brand.logoUrl} alt={brand.name} height="40" style={{ margin: "0 0 20px" }} />;
  }
  return (
    <Text style={{ ...TEXT, fontSize: "15px", fontWeight: 600, letterSpacing: "0.02em" }}>
      {brand?.name ?? "Atrium"}
    </Text>
  );
}

function BrandFooter({ brand }: { brand: MailBrand }) {
  const lines = [...brand.footer.split("\n"), ...(brand.poweredBy ? ["Atrium"] : [])].filter(Boolean);
  return lines.map((line) => (
    <Text key={line} style={{ ...SMALL, margin: "8px 0 0" }}>
      {line}
    </Text>
  ));
}

function Code({ value }: { value: string }) {
  return (
    <Section style={{ backgroundColor: "#f4f5f7", borderRadius: "8px", margin: "8px 0 16px" }}>
      <Text
        style={{
          ...TEXT,
          fontFamily: "ui-monospace, Menlo, Consolas, monospace",
          fontSize: "30px",
          letterSpacing: "0.3em",
          lineHeight: "44px",
          margin: "8px 0",
          textAlign: "center",
        }}
      >
        {value}
      </Text>
    </Section>
  );
}

type ActionProps = { label: string; url: string; look: Pick<MailBrand, "button" | "onButton"> };

function Action({ label, url, look }: ActionProps) {
  return (
    <Section style={{ margin: "8px 0 16px" }}>
      <Button
        href={url}
        style={{
          backgroundColor: look.button,
          borderRadius: "8px",
          color: look.onButton,
          fontFamily: FONT,
          fontSize: "16px",
          fontWeight: 600,
          padding: "12px 20px",
        }}
      >
        {label}
      </Button>
      <Text style={{ ...SMALL, margin: "12px 0 0" }}>{url}</Text>
    </Section>
  );
}
