import type { LevelKey } from "@/lib/entitlements/catalogue";

/** From which level of the plan feature `agents_catalogue` an agent can be used. */
export const TIER_LEVELS = { core_free: "core_limited", core: "core", all: "all" } as const;
export type AgentTier = keyof typeof TIER_LEVELS;

export const CATALOGUE_FEATURE = "agents_catalogue" satisfies LevelKey;

export const AGENT_CATEGORIES = [
  "strategy",
  "quality",
  "operations",
  "knowledge",
  "finance",
  "customers",
] as const;
export type AgentCategory = (typeof AGENT_CATEGORIES)[number];

/** Names of the icons that components/agents draws. */
export type AgentIcon =
  | "compass"
  | "shield-check"
  | "lightbulb"
  | "workflow"
  | "library"
  | "notebook-pen"
  | "scale"
  | "search"
  | "headset"
  | "chart-line"
  | "clipboard-check"
  | "languages";

export type AgentSpec = {
  key: string;
  /** A product name: the same in every language. */
  name: string;
  tier: AgentTier;
  category: AgentCategory;
  icon: AgentIcon;
  description: { en: string; nl: string };
  /** First version of an instance's configuration. */
  defaults: { instructions: string; temperature: number; tools: readonly string[] };
};

/** Every agent that can be instantiated. The two of tier `core_free` are the ones that Free may use. */
export const AGENT_CATALOGUE: readonly AgentSpec[] = [
  {
    key: "strategie_partner",
    name: "StrategiePartner",
    tier: "core_free",
    category: "strategy",
    icon: "compass",
    description: {
      en: "Turns goals and figures into a plan with options, risks and next steps.",
      nl: "Maakt van doelen en cijfers een plan met opties, risico's en vervolgstappen.",
    },
    defaults: {
      instructions: "Compare at least two options, name the assumptions and end with a recommendation.",
      temperature: 0.4,
      tools: ["documents.search"],
    },
  },
  {
    key: "quality_guardian",
    name: "QualityGuardian",
    tier: "core_free",
    category: "quality",
    icon: "shield-check",
    description: {
      en: "Checks texts and data against your own rules and says what to improve.",
      nl: "Toetst teksten en gegevens aan je eigen regels en zegt wat er beter kan.",
    },
    defaults: {
      instructions: "Report each deviation with the rule it breaks and a concrete improvement.",
      temperature: 0.1,
      tools: ["documents.search", "rules.check"],
    },
  },
  {
    key: "idea_incubator",
    name: "IdeaIncubator",
    tier: "core",
    category: "strategy",
    icon: "lightbulb",
    description: {
      en: "Collects ideas, groups them and works the best ones out into a one-page proposal.",
      nl: "Verzamelt ideeën, groepeert ze en werkt de beste uit tot een voorstel van één pagina.",
    },
    defaults: {
      instructions: "Group related ideas, score them on effort and effect, and work out the top three.",
      temperature: 0.9,
      tools: ["documents.search"],
    },
  },
  {
    key: "workflow_automator",
    name: "WorkflowAutomator",
    tier: "core",
    category: "operations",
    icon: "workflow",
    description: {
      en: "Finds repeated work, proposes a workflow for it and keeps that workflow running.",
      nl: "Vindt werk dat zich herhaalt, stelt er een workflow voor en houdt die draaiend.",
    },
    defaults: {
      instructions: "Describe each step with its trigger, input, output and what to do when it fails.",
      temperature: 0.2,
      tools: ["workflows.propose", "workflows.run"],
    },
  },
  {
    key: "knowledge_keeper",
    name: "KnowledgeKeeper",
    tier: "core",
    category: "knowledge",
    icon: "library",
    description: {
      en: "Answers questions from your own documents and always shows where it read the answer.",
      nl: "Beantwoordt vragen uit je eigen documenten en laat altijd zien waar het antwoord staat.",
    },
    defaults: {
      instructions: "Answer only from the documents found, with a source for each statement.",
      temperature: 0,
      tools: ["documents.search"],
    },
  },
  {
    key: "meeting_scribe",
    name: "MeetingScribe",
    tier: "core",
    category: "knowledge",
    icon: "notebook-pen",
    description: {
      en: "Turns notes and transcripts into minutes with decisions, actions and owners.",
      nl: "Maakt van notities en transcripties een verslag met besluiten, acties en eigenaren.",
    },
    defaults: {
      instructions: "List decisions and actions first, each with an owner and a date.",
      temperature: 0.2,
      tools: ["calendar.read"],
    },
  },
  {
    key: "contract_reader",
    name: "ContractReader",
    tier: "all",
    category: "quality",
    icon: "scale",
    description: {
      en: "Reads contracts, lists terms and deadlines and marks clauses that differ from yours.",
      nl: "Leest contracten, zet voorwaarden en termijnen op een rij en markeert afwijkende bepalingen.",
    },
    defaults: {
      instructions: "Quote each clause you mark and compare it with the standard clause.",
      temperature: 0,
      tools: ["documents.search", "rules.check"],
    },
  },
  {
    key: "tender_scout",
    name: "TenderScout",
    tier: "all",
    category: "customers",
    icon: "search",
    description: {
      en: "Watches tender sites, keeps what fits your profile and drafts the first answer.",
      nl: "Volgt aanbestedingssites, bewaart wat bij je past en schrijft een eerste antwoord.",
    },
    defaults: {
      instructions: "Score each tender on fit, and say which requirement would exclude us.",
      temperature: 0.3,
      tools: ["web.watch", "documents.search"],
    },
  },
  {
    key: "support_companion",
    name: "SupportCompanion",
    tier: "all",
    category: "customers",
    icon: "headset",
    description: {
      en: "Drafts answers to customers in your tone and hands over when a person is needed.",
      nl: "Schrijft antwoorden aan klanten in jouw toon en draagt over wanneer een mens nodig is.",
    },
    defaults: {
      instructions: "Answer politely and briefly; hand over complaints, refunds and legal questions.",
      temperature: 0.3,
      tools: ["documents.search", "tickets.reply"],
    },
  },
  {
    key: "finance_analyst",
    name: "FinanceAnalyst",
    tier: "all",
    category: "finance",
    icon: "chart-line",
    description: {
      en: "Explains differences between budget and actuals and forecasts the coming quarter.",
      nl: "Verklaart verschillen tussen begroting en realisatie en voorspelt het komende kwartaal.",
    },
    defaults: {
      instructions: "Show the calculation behind every figure and the range of each forecast.",
      temperature: 0.1,
      tools: ["tables.query"],
    },
  },
  {
    key: "compliance_sentinel",
    name: "ComplianceSentinel",
    tier: "all",
    category: "quality",
    icon: "clipboard-check",
    description: {
      en: "Maps your controls to GDPR, ISO 27001 and SOC 2 and collects evidence on time.",
      nl: "Koppelt je maatregelen aan AVG, ISO 27001 en SOC 2 en verzamelt op tijd bewijs.",
    },
    defaults: {
      instructions: "Name the control and article, and mark evidence older than its period.",
      temperature: 0,
      tools: ["documents.search", "rules.check"],
    },
  },
  {
    key: "language_bridge",
    name: "LanguageBridge",
    tier: "all",
    category: "knowledge",
    icon: "languages",
    description: {
      en: "Translates documents with your own glossary and keeps layout and tone.",
      nl: "Vertaalt documenten met je eigen woordenlijst en behoudt opmaak en toon.",
    },
    defaults: {
      instructions: "Use the glossary strictly and list terms that it lacks.",
      temperature: 0.2,
      tools: ["documents.search", "glossary.read"],
    },
  },
];

/** The catalogue entry of this key. */
export function agentSpec(key: string): AgentSpec | undefined {
  return AGENT_CATALOGUE.find((entry) => entry.key === key);
}
