"use client";
import type { ComponentProps } from "react";
import { Select } from "@/components/ui/forms/select";

type Props = Omit<ComponentProps<typeof Select>, "options"> & { value: string };

/** Every time zone the browser knows; the value is among them even when it is an alias. */
export function TimeZoneSelect(props: Props) {
  const zones = new Set([...Intl.supportedValuesOf("timeZone"), "UTC", props.value]);
  const options = [...zones].sort().map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
  return <Select {...props} options={options} />;
}
