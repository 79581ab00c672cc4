import { defineRule } from "../rule.js";

const path = "example.runbook.md";

const checklist = (line: string) => `## Sign-off checklist\n\n${line}\n`;

export default defineRule({
  id: "checklist-ticked",
  group: "structure",
  summary: "A box of the sign-off checklist is ticked in the runbook itself",
  why: "A ticked box says that somebody has looked, and does not say who, when, or at which version. It stays ticked when the text below it changes, and then it is wrong.",
  severity: { recommended: "error", strict: "error", migrate: "warning" },
  confidence: "high",
  fix: "safe",
  bad: [
    {
      title: "a ticked box",
      path,
      text: checklist('- [|[x]|] <a id="small"></a>The scope is small.'),
      message: "A box of the checklist is ticked in the runbook itself",
      fixed: checklist('- [ ] <a id="small"></a>The scope is small.'),
    },
    {
      title: "a large letter",
      path,
      text: checklist('- [|[X]|] <a id="small"></a>The scope is small.'),
      message: "A box of the checklist is ticked in the runbook itself",
      fixed: checklist('- [ ] <a id="small"></a>The scope is small.'),
    },
    {
      title: "one of several",
      path,
      text: checklist(
        '- [ ] <a id="small"></a>The scope is small.\n- [|[x]|] <a id="seen"></a>Support has seen it.',
      ),
      message: "A box of the checklist is ticked in the runbook itself",
      fixed: checklist(
        '- [ ] <a id="small"></a>The scope is small.\n- [ ] <a id="seen"></a>Support has seen it.',
      ),
    },
  ],
  good: [
    {
      title: "open boxes",
      path,
      text: checklist('- [ ] <a id="small"></a>The scope is small.'),
    },
    {
      title: "items under headings of their own",
      path,
      text: checklist('### <a id="small"></a>The scope is small.'),
    },
    {
      title: "a ticked box in the text of a step, where it is a picture of one",
      path,
      text: "The form shows:\n\n- [x] Remember me\n",
    },
    {
      title: "a ticked box in a note",
      path,
      text: '## <a id="form"></a>The form\n\n- [x] Remember me\n',
    },
    {
      title: "an x among the words",
      path,
      text: checklist('- [ ] <a id="small"></a>The field [x] is empty.'),
    },
    {
      title: "a ticked box in a fence",
      path,
      text: checklist('- [ ] <a id="small"></a>`[x]` is not shown.'),
    },
  ],
});
