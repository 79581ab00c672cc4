import type { Outcome, Page, Span } from "@runwright/core";
import type { StepDraft } from "./import-draft.js";
import type { NamedParty } from "./import-entries.js";
import { type FailureSentence, failureSentences } from "./import-failures.js";
import { slug } from "./import-ids.js";
import type { Plan } from "./import-plan.js";
import type { FailureCandidate } from "./import-result.js";
import { proseIn, withoutReferences } from "./import-text.js";

interface NamedProcedure {
  readonly steps: readonly { readonly step: StepDraft; readonly id: string }[];
}

/** Where a step stands, for the sentences in its text. */
interface Home {
  readonly start: number;
  readonly end: number;
  readonly procedure: number;
  readonly index: number;
}

/** Proposes an outcome for each failure sentence of a page, and gives it to its step where the sentence names a verb of ours. */
export function placeFailures(page: Page, plan: Plan, procedures: readonly NamedProcedure[]) {
  const parties = new Map<string, NamedParty>();
  const homes = homesOf(procedures);
  const prose = page.sections.flatMap(({ blocks }) => blocks.flatMap((block) => proseIn(block)));
  const sentences = prose.flatMap((span) => failureSentences(span, page.source));
  const failures = sentences.map((sentence): FailureCandidate => {
    const home = homeAt(homes, sentence.start);
    const outcome = outcomeOf(sentence, {
      home,
      procedures,
      partyOf: (name) => partyId(name, sentence, { plan, parties }),
    });
    const { start, end, text } = sentence;
    const step = home && procedures[home.procedure]?.steps[home.index]?.step;
    const isPlaced = step !== undefined && outcome.isClear && step.onFailure === undefined;
    if (isPlaced) {
      step.onFailure = outcome.outcome;
      step.guesses.push({ field: "onFailure", because: `“${text}”`, start, end });
    }
    const path = home && `/procedures/${home.procedure}/steps/${home.index}`;
    return {
      start,
      end,
      sentence: text,
      outcome: outcome.outcome,
      ...(path !== undefined && { path }),
      isPlaced,
    };
  });
  return { failures, parties: [...parties.values()] };
}

function homesOf(procedures: readonly NamedProcedure[]): readonly Home[] {
  const homes = procedures.flatMap(({ steps }, procedure) =>
    steps.flatMap(({ step }, index) =>
      step.pieces.map(({ start, end }) => ({ start, end, procedure, index })),
    ),
  );
  return homes.sort((one, other) => one.start - other.start);
}

/** The last piece that begins before an offset and holds it. */
function homeAt(homes: readonly Home[], offset: number): Home | undefined {
  let low = 0;
  let high = homes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((homes[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  // Pieces do not overlap but for a fence that is output of two commands.
  return homes.slice(Math.max(0, low - 3), low).findLast(({ end }) => offset < end);
}

interface Surroundings {
  readonly home: Home | undefined;
  readonly procedures: readonly NamedProcedure[];
  readonly partyOf: (name: string) => string;
}

/** An outcome, and whether the sentence itself names it; otherwise it is the safe one, to stop. */
function outcomeOf(
  { text, then }: FailureSentence,
  { home, procedures, partyOf }: Surroundings,
): { outcome: Outcome; isClear: boolean } {
  const why = withoutReferences(text);
  const stop = { stop: why };
  switch (then.verb) {
    case "escalate":
      // Without a step nothing would name the party.
      if (then.party === undefined || !home)
        return { outcome: { end: "handed-over", say: why }, isClear: true };
      return { outcome: { escalate: partyOf(then.party) }, isClear: true };
    case "retry":
      return { outcome: { retry: 1, else: stop }, isClear: true };
    case "continue":
      return { outcome: { continue: why }, isClear: true };
    case "goto": {
      const steps = (home && procedures[home.procedure]?.steps) ?? [];
      const target = steps.findIndex(({ step }) => step.number === then.step);
      const id = steps[target]?.id;
      if (!home || id === undefined || target === home.index) return { outcome: stop, isClear: false };
      return {
        outcome: target > home.index ? { goto: id } : { goto: id, max: 1, else: stop },
        isClear: true,
      };
    }
    case "stop":
      return { outcome: stop, isClear: then.isSaid };
  }
}

function partyId(
  name: string,
  { start, end }: Span,
  { plan, parties }: { readonly plan: Plan; readonly parties: Map<string, NamedParty> },
): string {
  const known =
    plan.parties.find((party) => party.name.toLowerCase() === name.toLowerCase()) ??
    parties.get(slug(name) || name);
  if (known) return known.id;
  const id = plan.ids.of(name, "party");
  const isChannel = /^[#@]/.test(name);
  parties.set(slug(name) || name, {
    id,
    name,
    ...(isChannel && { contact: [name] }),
    start,
    end,
    guess: "a sentence names it",
  });
  return id;
}
