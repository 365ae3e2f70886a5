import type { ComponentProps, ReactNode } from "react";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";

type Props = {
  form: { formProps: ComponentProps<"form">; isSubmitting: boolean };
  title: string;
  description: string;
  save: string;
  children: ReactNode;
};

/** One topic of the profile with its save button. */
export function SaveCard({ form, title, description, save, children }: Props) {
  return (
    <form {...form.formProps}>
      <Card
        title={title}
        description={description}
        footer={
          <>
            <span />
            <Button type="submit" variant="primary" loading={form.isSubmitting}>
              {save}
            </Button>
          </>
        }
      >
        {children}
      </Card>
    </form>
  );
}
