/** What components need of a workspace's look; addresses lead to this host. */
export type BrandView = {
  name: string;
  logoLight: string | null;
  logoDark: string | null;
  icon: string | null;
  poweredBy: boolean;
  /** One rule of custom properties; made by themeCss() and nothing else. */
  css: string;
  /** Where "Powered by Atrium" leads. */
  homeHref: string;
};
