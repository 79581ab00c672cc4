import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run, world } from "./world.js";

/*
 * What a support person sees who edits a runbook in the code host's web editor and gets something wrong: where it is, and
 * what to write instead. Each edit is one that people make; the page is a real one, of two thousand lines.
 */

const root = new URL("../../../", import.meta.url).pathname;
const page = "examples/markdown/oauth2-access-tokens.runbook.md";
const text = readFileSync(join(root, page), "utf8");

/** What `lint` prints after an edit of the page. */
async function edited(...changes: readonly (readonly [from: string, to: string])[]): Promise<string> {
  const folder = world({ ".runwright/config.yaml": "preset: recommended\n" });
  mkdirSync(join(folder, "examples"));
  for (const name of ["shared", "scripts"])
    cpSync(join(root, "examples", name), join(folder, "examples", name), { recursive: true });
  mkdirSync(join(folder, "examples/markdown"));
  let after = text;
  for (const [from, to] of changes) {
    if (after.split(from).length !== 2) throw new Error(`Expected \`${from}\` once on the page`);
    after = after.replace(from, () => to);
  }
  writeFileSync(join(folder, page), after);
  const { stdout, stderr } = await run(folder, ["lint", page]);
  expect(stderr).toBe("");
  return stdout;
}

test("as it stands, there is nothing to say", async () => {
  expect(await edited()).toMatchInlineSnapshot(`
    "No problems in 3 files
    "
  `);
});

test("a new step, written as people write steps", async () => {
  const step = '### <a id="judge-ages"></a>Judge by the ages';
  expect(
    await edited([
      step,
      `### Note the time

Look at the clock of the page.

- **Who:** Customer support
- **Expected:** You have written down the time.

${step}`,
    ]),
  ).toMatchInlineSnapshot(`
    "error  This step has no anchor, which is its id
      examples/markdown/oauth2-access-tokens.runbook.md:127:5

      127 │ ### Note the time
          │     ━━━━━━━━━━━━━

      help  Write \`<a id="note-the-time"></a>\` before its words
      rule  anchor-missing  https://runwright.dev/rules/anchor-missing

    error  \`**Who:**\` takes one link to a party
      examples/markdown/oauth2-access-tokens.runbook.md:131:12

      131 │ - **Who:** Customer support
          │            ━━━━━━━━━━━━━━━━
      132 │ - **Expected:** You have written down the time.

      help  Write \`[Customer support](../shared/identity.fragment.yaml#customer-support)\`
      rule  fact-unclear  https://runwright.dev/rules/fact-unclear

    error  \`**Expected:**\` is no label of a step, did you mean \`**Expect:**\`?
      examples/markdown/oauth2-access-tokens.runbook.md:132:3

      131 │ - **Who:** Customer support
      132 │ - **Expected:** You have written down the time.
          │   ━━━━━━━━━━━━━

      help  Write \`**Expect:**\`
      rule  label-unknown  https://runwright.dev/rules/label-unknown

    3 errors in 1 file
    \`runwright explain <rule>\` shows why a rule is there, with examples
    "
  `);
});

test("a link whose target was typed by hand", async () => {
  expect(
    await edited([
      'go to [Let the customer sign in again](#connect-again); say "The token inspector',
      'go to [Let the customer sign in again](#conect-again); say "The token inspector',
    ]),
  ).toMatchInlineSnapshot(`
    "error  \`conect-again\` names no step or procedure, did you mean \`connect-again\`?
      examples/markdown/oauth2-access-tokens.runbook.md:125:71

      124 │ - **Expect:** The page shows two ages. It shows no token.
      125 │ …Let the customer sign in again](#conect-again); say "The token inspector shows no tokens for this cu…
          │                                   ━━━━━━━━━━━━

      help  Write \`connect-again\`, or add a step or a procedure with the id \`conect-again\`
      rule  reference-unknown  https://runwright.dev/rules/reference-unknown

    1 error in 3 files
    \`runwright explain <rule>\` shows why a rule is there, with examples
    "
  `);
});

test("what happens then, in the person's own words", async () => {
  expect(
    await edited([
      'escalate to [Operations](../shared/identity.fragment.yaml#operations); say "A token could not be refreshed."',
      "call Operations and tell them that a token could not be refreshed.",
    ]),
  ).toMatchInlineSnapshot(`
    "error  The outcome \`call Operations and tell them that a token could not be refreshed.\` is not understood
      examples/markdown/oauth2-access-tokens.runbook.md:115:31

      114 │ - **Needs:** You have the customer ID.
      115 │ - **If anything else fails:** call Operations and tell them that a token could not be refreshed.
          │                               ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

      help  Write \`escalate to [Operations](../shared/identity.fragment.yaml#operations)\`
      rule  outcome-unclear  https://runwright.dev/rules/outcome-unclear

    1 error in 1 file
    \`runwright explain <rule>\` shows why a rule is there, with examples
    "
  `);
});

test("a procedure with another title, and a box ticked on the way", async () => {
  expect(
    await edited(
      [
        '## <a id="which-scopes"></a>Procedure: Find out which scopes a token has',
        '## <a id="which-scopes"></a>Procedure: See what a token may do',
      ],
      ['- [ ] <a id="addresses-match"></a>', '- [x] <a id="addresses-match"></a>'],
    ),
  ).toMatchInlineSnapshot(`
    "info  The link says \`Find out which scopes a token has\`, and what it leads to is called \`See what a token may do\`
      examples/markdown/oauth2-access-tokens.runbook.md:307:12

      306 │ - **Who:** [Operations](../shared/identity.fragment.yaml#operations)
      307 │ - **Do:** [Find out which scopes a token has](#which-scopes)
          │            ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      308 │ - **If it stops:** stop: "The token is too old to say anything about its scopes."; say "Refresh the …

      help  Write \`See what a token may do\` between the brackets, or link to what the words mean
      rule  link-words-stale  https://runwright.dev/rules/link-words-stale

    error  A box of the checklist is ticked in the runbook itself
      examples/markdown/oauth2-access-tokens.runbook.md:1963:3

      1963 │ - [x] <a id="addresses-match"></a>Each address on this page is the one that the login server gives i…
           │   ━━━
      1964 │ - [ ] <a id="lifetimes-match"></a>The lifetimes on this page are those that are set in the login ser…

      help  Leave it open: \`[ ]\`; approvals are recorded by sign-off, one for each version
      rule  checklist-ticked  https://runwright.dev/rules/checklist-ticked

    1 error and 1 info in 3 files
    \`runwright explain <rule>\` shows why a rule is there, with examples
    "
  `);
});

test("the name of a section, and a table with a stray pipe", async () => {
  expect(
    await edited(
      ["## Safety rules", "## Safety rule"],
      ["| 2.3.0 | 2026-11-01 |", "| 2.3.0 | 2026-11-01 | 12:00 |"],
    ),
  ).toMatchInlineSnapshot(`
    "error  \`## Safety rule\` is no section, did you mean \`## Safety rules\`?
      examples/markdown/oauth2-access-tokens.runbook.md:1931:4

      1931 │ ## Safety rule
           │    ━━━━━━━━━━━

      help  Write \`## Safety rules\`, or give a note an anchor
      rule  section-misspelt  https://runwright.dev/rules/section-misspelt

    error  The row has more cells than the table has columns
      examples/markdown/oauth2-access-tokens.runbook.md:1989:43

      1988 │ | --- | --- | --- | --- |
      1989 │ … 2026-11-01 | 12:00 | identity | Added the scope \`contacts.notes.read\`, and the path for a newly add…
           │                                   ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      1990 │ | 2.2.0 | 2026-10-07 | identity | The client secret is now replaced with two secrets side by side, s…

      help  Write a pipe inside a cell as \`\\|\`
      rule  fact-unclear  https://runwright.dev/rules/fact-unclear

    2 errors in 1 file
    \`runwright explain <rule>\` shows why a rule is there, with examples
    "
  `);
});
