import { Shell } from "./shell";

export default function ShellLayout({ children }) {
  return <Shell>{children}</Shell>;
}
