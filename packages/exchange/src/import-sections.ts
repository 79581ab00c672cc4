import type { Page, Section } from "@runwright/core";
import { isCommandingHeading } from "./import-commanding.js";
import type { Stretch } from "./import-text.js";
import { oneLine, stretchesOf } from "./import-text.js";

/** What a heading says that its section is for. */
export type Purpose =
  | "action"
  /** A heading such as "Restarting the shop": its lists are steps, its prose alone is none. */
  | "task"
  | "useWhen"
  | "notFor"
  | "summary"
  | "background"
  | "needs"
  | "contacts"
  | "references"
  | "unsaid";

/** A section with its place in the page's outline, and everything that it holds itself. */
export interface Part {
  readonly section: Section;
  readonly heading: string;
  readonly purpose: Purpose;
  readonly stretches: readonly Stretch[];
  readonly parent: Part | undefined;
  readonly children: Part[];
  /** The page's own heading, and what stands before any. */
  readonly isHead: boolean;
}

/** The sections of a page as an outline; nothing of its text lies outside them but the front matter. */
export function partsOf(page: Page): readonly Part[] {
  const { source, sections, frontMatter, title } = page;
  const parts: Part[] = [];
  const open: Part[] = [];
  let isTitled = false;
  const from = frontMatter?.end ?? 0;
  const first = sections[0]?.start ?? source.text.length;
  if (first > from) {
    const empty: Section = { start: from, end: first, level: 0, blocks: [] };
    const stretches = stretchesOf([], empty, source);
    if (stretches.length > 0) parts.push(partOf(empty, stretches, undefined, true));
  }
  for (const [index, section] of sections.entries()) {
    const end = sections[index + 1]?.start ?? source.text.length;
    const start = section.heading?.end ?? section.start;
    const stretches = stretchesOf(section.blocks, { start, end }, source);
    const isTitle =
      !isTitled && section.level > 0 && section.heading?.start === title?.start && title !== undefined;
    const isHead = section.level === 0 || isTitle;
    if (isTitle) isTitled = true;
    while (open.length > 0 && (open.at(-1)?.section.level ?? 0) >= section.level) open.pop();
    const part = partOf(section, stretches, open.at(-1), isHead);
    part.parent?.children.push(part);
    // The page's title is above everything and a group of nothing.
    if (!isHead) open.push(part);
    parts.push(part);
  }
  return parts;
}

function partOf(
  section: Section,
  stretches: readonly Stretch[],
  parent: Part | undefined,
  isHead: boolean,
): Part {
  const heading = oneLine(section.heading?.text ?? "").replace(/ ?[:：]$/, "");
  return { section, heading, purpose: purposeOf(heading), stretches, parent, children: [], isHead };
}

/** By the words that the families of runbooks use; a heading that says something of its own is `unsaid`. */
export function purposeOf(heading: string): Purpose {
  const words = heading
    .toLowerCase()
    .slice(0, 120)
    .replace(/^[^a-z]+/, "")
    .replace(/[^a-z?]+$/, "")
    .replace(/\s+/g, " ");
  const bare = words.replace(
    /^(?:the )?(?:main|basic|manual|pre|post|first|general|common|recommended|suggested|key)[- ]/,
    "",
  );
  const found = purposes.find(([, pattern]) => pattern.test(words) || pattern.test(bare))?.[0];
  if (found) return found;
  if (isCommandingHeading(heading)) return "action";
  return /^(?!using|understanding|overview|logging|monitoring|pricing|naming|testing|billing|networking|existing|missing|pending|failing|running|incoming|outgoing|during|following)[a-z]{2,}ing\b/.test(
    words,
  )
    ? "task"
    : "unsaid";
}

const purposes: readonly (readonly [Purpose, RegExp])[] = [
  ["notFor", /^(?:when not to use|do not use|out of scope|not in scope|non-goals)\b/],
  [
    "references",
    /^(?:references?|see also|further reading|(?:related|external|useful|quick|helpful|relevant) (?:links?|docs|documentation|resources|reading|pages|runbooks?|playbooks?|articles?)|links?|links and references|next steps|what[’']?s next\??|resources|additional (?:resources|reading|information|links)|more information|(?:related )?documentation|where to (?:read|learn) more|learn more|related|reading)$/,
  ],
  [
    "useWhen",
    /^(?:meaning|symptoms?(?: .{1,30})?|when to use(?: .{1,40})?|triggers?|alert (?:description|meaning|details)|use when|(?:activation|entry) criteria|when does this (?:alert )?(?:fire|happen)\??|what does this alert mean\??|problem(?: statement)?|the problem|what'?s happening\??)$/,
  ],
  [
    "summary",
    /^(?:overview|summary|tl;?dr|description|purpose|introduction|intro|about(?: this .{1,20})?|goals?|objectives?|abstract|executive summary|scope)$/,
  ],
  [
    "background",
    /^(?:impact|background|context|severity|service overview|architecture|concepts?|how it works|why .{1,80}|what (?:is|are) .{1,80}|definitions?|glossary|terminology|faqs?|(?:table of )?contents|toc|change ?log|revision history|history|possible causes?|causes?|notes?|metrics|dashboards?|alerts?|logging|data ?model|dependencies|assumptions|limitations|caveats|consumers|owner(?:ship)?)$/,
  ],
  [
    "needs",
    /^(?:pre-?requisites?|requirements|before you (?:begin|start)|before starting|needed|what you need|you will need|required (?:access|permissions|tools)|access (?:required|needed)|preconditions?)$/,
  ],
  [
    "contacts",
    /^(?:contacts?|contact (?:details|information|us|points?)|escalations?(?: (?:path|paths|contacts?|procedure|policy|matrix))?|who to contact|key contacts|team(?: contacts?)?|getting help|support contacts?)$/,
  ],
  [
    "action",
    /^(?:diagnos(?:is|e|tics?)|mitigations?|resolutions?|remediations?|solutions?|fix(?:es|ing)?|troubleshoot(?:ing)?|debug(?:ging)?|investigat(?:ion|e|ing)|recovery|recover|repair|actions?|steps?|checks?|procedures?|instructions?|response|respond|containment|contain|eradicat(?:ion|e)|verif(?:y|ication)|validat(?:e|ion)|roll ?back|rollout|deploy(?:ment)?|how to\b.*|what to do\b.*|checklist|possible (?:checks|actions|solutions|resolutions|fixes)|to ?do|workaround|immediate actions?|triage|test(?:ing)?|analysis|analyse|cleanup|clean up|detection|identif(?:y|ication)|preparation|prepare|post[- ]incident(?: .{1,20})?|lessons learned|(?:initial|first) (?:response|steps|checks?)|escalate|workflow|usage|quick ?start|set ?up|installation|install|upgrade|usage|(?:diagnosis|mitigation|resolution|remediation|troubleshooting|response|recovery|rollback|verification) (?:steps?|procedures?|actions?))$/,
  ],
];
