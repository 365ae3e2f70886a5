import { render } from "@testing-library/react";
import { NextIntlClientProvider } from "next-intl";
import type { ReactElement } from "react";
import en from "@/components/i18n/messages/en";

/** Renders with the English texts, as a page does. */
export function renderUi(element: ReactElement) {
  return render(
    <NextIntlClientProvider locale="en" timeZone="UTC" messages={en}>
      {element}
    </NextIntlClientProvider>,
  );
}
