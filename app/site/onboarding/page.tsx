import { loadStep } from "./load-step";

/** Resumes the wizard where the person left it. */
export default async function OnboardingPage() {
  await loadStep(null);
  return null;
}
