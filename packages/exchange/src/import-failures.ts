import type { Source, Span } from "@runwright/core";
import { isCommanding } from "./import-commanding.js";
import { oneLine } from "./import-text.js";

/** A sentence that says what to do when something does not work. */
export interface FailureSentence extends Span {
  readonly text: string;
  readonly then: ProposedOutcome;
}

/** What the sentence seems to ask for; `party` and `step` are the page's words, not yet ids. */
export type ProposedOutcome =
  /** Without a party: others take it over, and the sentence does not say who. */
  | { readonly verb: "escalate"; readonly party?: string }
  | { readonly verb: "retry" }
  | { readonly verb: "goto"; readonly step: number }
  | { readonly verb: "continue" }
  | { readonly verb: "stop"; readonly isSaid: boolean };

/** The failure sentences of a paragraph, in order. */
export function failureSentences(prose: Span, source: Source): readonly FailureSentence[] {
  return sentencesOf(prose, source).flatMap((sentence) => {
    if (sentence.text.length > 600 || !saysFailure(sentence.text)) return [];
    return [{ ...sentence, then: outcomeOf(sentence.text) }];
  });
}

/** Sentences with their places; a mark inside a word or an abbreviation ends none. */
function sentencesOf({ start, end }: Span, { text }: Source): readonly (Span & { text: string })[] {
  const found: (Span & { text: string })[] = [];
  const raw = text.slice(start, end);
  let at = 0;
  const add = (to: number) => {
    const lead = /^\s*/.exec(raw.slice(at, to))?.[0].length ?? 0;
    const words = oneLine(raw.slice(at, to).replace(/^[ \t]*>[ \t]?/gm, ""));
    if (words !== "") found.push({ start: start + at + lead, end: start + to, text: words });
    at = to;
  };
  for (const { index, 0: mark } of raw.matchAll(/[.!?]["')*_]{0,3}(?=\s)/g)) {
    if (/(?:e\.g|i\.e|etc|vs)$/i.test(raw.slice(Math.max(0, index - 4), index))) continue;
    add(index + mark.length);
  }
  add(raw.length);
  return found;
}

const trouble =
  /\b(?:fails?|failing|failures?|(?:is|has|have|had|did|are|was|were|it|that|this|command|step|request|test|job|attempt) (?:\w+ )?failed|(?:does|do|did|is|are|was|were|could|would|can|has|have|should)(?: not|n['’]t)|cannot|can not|unable|unsuccessful(?:ly)?|still (?:not|fail\w*|fir\w+|see|happen\w*|broken|down|occur\w*|exist\w*|present|unhealthy|high|active|no\b)|(?:problem|issue|error|alert|condition)s? (?:still )?(?:persists?|remains?|continues?)|persists?|stuck|(?:an?|any|the|following|this) (?:\w+ ){0,2}(?:problems?|errors?)|nothing (?:works|helps)|not (?:work|help|possible|available|successful)|no (?:longer|luck|success|answer|response))\b/i;
const answer =
  /\b(?:escalat\w*|contact|reach out|open an? (?:issue|ticket|case|support)|(?:create|file|raise) an? (?:issue|ticket|incident|bug)|re-?try|try again|re-?run|roll(?:ing)? ?back|abort|do not (?:continue|proceed)|go (?:back )?to|return to|skip|ignore|(?:please|then|may|can) (?:try|use|check|see|ask|run|call|page|notify|do|restart)|(?:you|we)(?: (?:can|may|will|need|should|must|have to|might|could)|['’]ll))\b/i;

/** A condition about something that goes wrong, and an answer to it; or a word that stands for the whole condition. */
function saysFailure(sentence: string): boolean {
  const text = sentence.replace(/^(?:[-*+>\d.)\s]|\*\*|\[.\])+/, "");
  if (/^(?:otherwise(?! known)|if not,|failing (?:that|this)|as a last resort|in the worst case)/i.test(text))
    return answer.test(text);
  const opening =
    /^(?:(?:but|and|however,?|so|note:?)\s+)?(?:if|should (?:this|that|it|the)|in case|when(?:ever)?|unless|in the event)\b/i;
  const late = /[,;]\s+if (?:this|it|that) .*$/i.exec(text)?.[0].slice(1).trim();
  const whole = opening.test(text) ? text : late;
  if (whole === undefined) return false;
  const comma = whole.search(/,\s| then |[—–:]\s/);
  const condition = comma > 0 ? whole.slice(0, comma) : whole;
  const consequence =
    comma > 0
      ? whole
          .slice(comma)
          .replace(/^[\s,—–:]+/, "")
          .replace(/^then,? /i, "")
      : whole;
  if (!/^unless\b/i.test(whole) && !trouble.test(condition)) return false;
  return isCommanding(consequence) || answer.test(consequence);
}

/** What a failure sentence asks for. Where no verb of ours is plain, a stop that nobody has said. */
function outcomeOf(sentence: string): ProposedOutcome {
  const step =
    /\b(?:go (?:back )?to|return to|repeat(?: from)?|start (?:again|over) (?:at|from)|back to) step #?(\d{1,3})\b/i.exec(
      sentence,
    );
  if (step) return { verb: "goto", step: Number(step[1]) };
  const escalation =
    /\b(?:escalate(?:d)?|contact|reach out to|page|notify|inform|ask|call|ping|get in touch with)\b/i.exec(
      sentence,
    );
  if (escalation && !/\bapi call|call (?:the )?(?:api|endpoint|function)|\bask for\b/i.test(sentence)) {
    const party = partyIn(sentence.slice(escalation.index + escalation[0].length));
    if (party !== undefined) return { verb: "escalate", party };
    if (/^escalate/i.test(escalation[0])) return { verb: "escalate" };
  }
  if (
    /\b(?:open|create|file|raise|submit|log) an? (?:\w+ ){0,2}(?:case|ticket|incident|issue)\b/i.test(
      sentence,
    )
  )
    return { verb: "escalate" };
  if (
    /\b(?:re-?try|try (?:it |this |that |the (?:step|command) )?again|repeat (?:this|the (?:step|command)))\b/i.test(
      sentence,
    )
  )
    return { verb: "retry" };
  if (
    /\b(?:ignore (?:it|this|that|the)|you can (?:continue|proceed|skip)|(?:continue|proceed) (?:with|to) the next step|safe(?:ly)? (?:to )?(?:ignore|skip))\b/i.test(
      sentence,
    ) &&
    !/\bdo not\b/i.test(sentence)
  )
    return { verb: "continue" };
  return {
    verb: "stop",
    isSaid:
      /\b(?:stop (?:here|immediately|and|the procedure)|abort|do not (?:continue|proceed)|don['’]t (?:continue|proceed))\b/i.test(
        sentence,
      ),
  };
}

/** A team, a person's role or a channel that is named as such; a pronoun or a thing is nobody. */
function partyIn(rest: string): string | undefined {
  const words = oneLine(rest.replace(/[*_`]/g, "").replace(/\[([^[\]]{1,80})\]\([^()\s]{0,300}\)/g, "$1"));
  const channel = /^(?: ?(?:to|in|on|via|the|a|an|someone|us|them))*\s*([#@][A-Za-z][\w-]{1,40})/.exec(
    words,
  )?.[1];
  if (channel !== undefined) return channel;
  const named =
    /^(?:\s?(?:to|with|the|your|our|an?|out|both|current)\b)*\s*((?:[\w/&'’-]+ ){0,4}?(?:team|on-?call|support|engineers?|engineering|sre|dba|manager|lead|owners?|administrators?|admin|desk|commander|officer|group|vendor|provider|security|developers?)(?: (?:team|engineers?|on-?call|group|desk|staff))?)\b/i.exec(
      words,
    )?.[1];
  if (named === undefined) return undefined;
  const name = named
    .replace(
      /^(?:(?:to|with|the|your|our|an?|out|both|current|if|and|or|so|that|this|in|on|of|for|from|when|at) )+/i,
      "",
    )
    .trim();
  // A name has no verb in it; words that join clauses say that the match went too far.
  const isNobody =
    /^(?:another|other|others|some\w*|any\w*|relevant|appropriate|respective|correct|right|responsible|different|same|this|that|their|his|her|more|further)\b/i;
  return name === "" ||
    isNobody.test(name) ||
    /\b(?:if|and|or|that|which|when|is|are|to|for|by|with|from)\b/i.test(name)
    ? undefined
    : name;
}
