import { expect, test } from "vitest";
import { readPage } from "../src/markdown/plain.js";
import { createSource } from "../src/source.js";
import { outline } from "./outline.js";

const read = (lines: readonly string[], path = "page.md", end = "\n") =>
  outline(readPage(createSource(path, lines.join(end))));

test("an alert page is sections with prose, commands and links", () => {
  expect(
    read([
      "# HighLatency",
      "",
      "## Meaning",
      "The **API** answers slowly, see [the dashboard](https://grafana.example/d/1).",
      "",
      "## Diagnosis",
      "Run `kubectl get pods -n <namespace>` and look at `kubectl`:",
      "",
      "```console",
      "$ kubectl logs $POD",
      "```",
      "![graph](latency.png)",
    ]),
  ).toMatchInlineSnapshot(`
    "title HighLatency
    # HighLatency
    ## Meaning
      prose The API answers slowly, see the dashboard. {link: the dashboard → https://grafana.example/d/1}
    ## Diagnosis
      prose Run kubectl get pods -n <namespace> and look at kubectl: {run: kubectl get pods -n <namespace>} {code: kubectl get pods -n <namespace>; kubectl} {fill: <namespace>}
      code console command "$ kubectl logs $POD"
        unknown "kubectl logs $POD" {fill: $POD}
      prose graph {image: graph → latency.png}"
  `);
});

test("a list that fences at column 0 break is one list, and each fence belongs to the step before it", () => {
  expect(
    read([
      "1. Stop it",
      "```sh",
      "systemctl stop web",
      "```",
      "2. Start it",
      "",
      "```sh",
      "systemctl start web",
      "```",
      "",
      "Then go home.",
    ]),
  ).toMatchInlineSnapshot(`
    "-
      numbered
        1 Stop it
          code sh command "systemctl stop web"
            sh "systemctl stop web"
        2 Start it
          code sh command "systemctl start web"
            sh "systemctl start web"
      prose Then go home."
  `);
});

test("a list whose every number is 1 is one list, broken or not", () => {
  expect(read(["1. One", "1. Two", "1. Three"])).toMatchInlineSnapshot(`
    "-
      numbered
        1 One
        1 Two
        1 Three"
  `);
  expect(read(["1. One", "```", "ls", "```", "1. Two"])).toMatchInlineSnapshot(`
    "-
      numbered
        1 One
          code - command "ls"
            unknown "ls"
        1 Two"
  `);
});

test("numbers that go on after bullets and words are one list; a ruler or a new 1 begins another", () => {
  expect(
    read([
      "1. One",
      "- a",
      "- b",
      "2. Two",
      "",
      "Words",
      "",
      "3. Three",
      "",
      "---",
      "",
      "4. Four",
      "",
      "text",
      "",
      "1. New",
    ]),
  ).toMatchInlineSnapshot(`
    "-
      numbered
        1 One
          bullet
            * a
            * b
        2 Two
          prose Words
        3 Three
      ruler
      numbered
        4 Four
      prose text
      numbered
        1 New"
  `);
});

test("fences nested in lists and quotes are the step's, without what stands before their lines", () => {
  expect(
    read([
      "- [ ] Check",
      "  > Be careful:",
      "  > ```bash",
      "  > rm -r \\",
      "  >   /tmp/x",
      "  > ```",
      "- [x] Done",
      "",
      "\t\tkubectl get pods",
    ]),
  ).toMatchInlineSnapshot(`
    "-
      checkbox
        * [ ] Check
          quote
            prose Be careful:
            code bash command "rm -r \\\\\\n  /tmp/x"
              bash "rm -r \\\\\\n  /tmp/x"
        * [x] Done
          code - command "  kubectl get pods"
            unknown "  kubectl get pods""
  `);
});

test("a checkbox keeps its tick, a numbered one its number", () => {
  expect(read(["- [x] Told the team", "- [ ] Closed", "- Note", "", "1. [ ] First"])).toMatchInlineSnapshot(`
    "-
      checkbox
        * [x] Told the team
        * [ ] Closed
        * Note
      numbered
        1 [ ] First"
  `);
});

test("front matter in YAML and TOML is kept apart, and gives the title where no heading does", () => {
  expect(read(["---", "title: Restart the broker", "weight: 3", "---", "Text"])).toMatchInlineSnapshot(`
    "front matter yaml
    title Restart the broker
    -
      prose Text"
  `);
  expect(read(["+++", 'title = "Restart"', "+++", "## Step"])).toMatchInlineSnapshot(`
    "front matter toml, not read
    title Restart
    ## Step"
  `);
});

test("the values of front matter stand where they are in the whole file", () => {
  const source = createSource("page.md", "---\r\ntitle: 'Restart'\r\n---\r\n");
  const { frontMatter, title } = readPage(source);
  expect([source.text.slice(frontMatter?.content.start, frontMatter?.content.end), title]).toEqual([
    "title: 'Restart'\r\n",
    { text: "Restart", start: 13, end: 20 },
  ]);
});

test("front matter that is no YAML leaves no tree and the rest as it is", () => {
  expect(read(["---", "title: [", "---", "# Page"])).toMatchInlineSnapshot(`
    "front matter yaml, not read
    title Page
    # Page"
  `);
});

test("Hugo, Liquid and ERB are passages: what stands between them is read", () => {
  expect(
    read([
      "{{< tabs >}}",
      "1. Log in",
      '{{% alert color="warning" %}}',
      "2. Log out",
      "{{< /tabs >}}",
      "{% if page.a",
      "   == 1 %}",
      "- a",
      "{% endif %}",
      "<%- [1, 2].each do |x|",
      "- no item",
      "%>",
      'See [it]({{< ref "it" >}}) and {% link a b.md %}.',
    ]),
  ).toMatchInlineSnapshot(`
    "-
      passage hugo
      numbered
        1 Log in
          passage hugo
        2 Log out
      passage hugo
      passage liquid
      bullet
        * a
      passage liquid
      passage erb
      prose See it and {% link a b.md %}. {link: it → {{< ref "it" >}}}"
  `);
});

test("what a generator takes as it is, is one passage", () => {
  expect(
    read([
      "{% comment %}",
      "1. no step",
      "{% endcomment %}",
      "",
      "{{< highlight bash >}}",
      "ls",
      "{{< /highlight >}}",
    ]),
  ).toMatchInlineSnapshot(`
    "-
      passage liquid
      passage hugo"
  `);
});

test("a template in a fence is what the fence holds", () => {
  expect(
    read(["```yaml", "{{- if .Values.x }}", "a: {{ .Values.y }}", "{{- end }}", "```"]),
  ).toMatchInlineSnapshot(`
    "-
      code yaml manifest "{{- if .Values.x }}\\na: {{ .Values.y }}\\n{{- end }}""
  `);
});

test("MDX is passages where the file is MDX", () => {
  const lines = [
    "import Tabs from 'x'",
    "export const meta = {",
    "  a: 1 }",
    "",
    "<Tabs items={[1, 2]}",
    "  b='- c'>",
    "",
    "1. Do it",
    "",
    "</Tabs>",
    "",
    "{/* none */}",
    "",
    ":::tip[Hint]",
    "Read `me`.",
    ":::",
  ];
  expect(read(lines, "page.mdx")).toMatchInlineSnapshot(`
    "-
      passage mdx
      passage mdx
      numbered
        1 Do it
      passage mdx
      passage mdx
      passage mdx
      prose Read me. {code: me}
      passage mdx"
  `);
});

test("HTML blocks are passages; a name in pointed brackets is a placeholder", () => {
  expect(
    read([
      "<details>",
      "<summary>More</summary>",
      "",
      "1. Replace <pod-name> in `<namespace>`<br>and \\<id\\>",
      "",
      "</details>",
      "",
      "<!-- 1. no",
      "",
      "step -->",
    ]),
  ).toMatchInlineSnapshot(`
    "-
      passage html
      numbered
        1 Replace <pod-name> in <namespace> and <id> {code: <namespace>} {fill: <pod-name>; <namespace>; <id>}
      passage html
      passage html"
  `);
});

test("a page without headings is one section without a name", () => {
  expect(read(["Restart it.", "", "1. a"])).toMatchInlineSnapshot(`
    "-
      prose Restart it.
      numbered
        1 a"
  `);
});

test("CRLF, tabs, emoji and underlined headings change no place", () => {
  const source = createSource(
    "page.md",
    ["🚨 Alarm", "====", "", "1.\tRun 😀 `a b`", "", "\t```sh", "\tls \\", "\t  -l", "\t```"].join("\r\n"),
  );
  const page = readPage(source);
  expect(outline(page)).toMatchInlineSnapshot(`
    "title 🚨 Alarm
    # 🚨 Alarm
      numbered
        1 Run 😀 a b {code: a b}
          code sh command "ls \\\\\\n  -l"
            sh "ls \\\\\\n  -l""
  `);
  const list = page.sections[0]?.blocks[0];
  const code = list?.kind === "steps" ? list.items[0]?.blocks[0] : undefined;
  const command = code?.kind === "code" ? code.commands[0] : undefined;
  const at = command?.text.indexOf("-l") ?? 0;
  const place = command?.placeOf(at, at + 2);
  expect([command?.text, source.text.slice(place?.start, place?.end), place?.start]).toEqual([
    "ls \\\n  -l",
    "-l",
    source.text.indexOf("-l"),
  ]);
});

test("reference links and images have the address that the page defines", () => {
  expect(
    read([
      "See [the Guide], [this][The  guide], ![logo][l] and [nothing][x].",
      "",
      "[the guide]: https://a.example 'Guide'",
      "[l]: logo.png",
    ]),
  ).toMatchInlineSnapshot(`
    "-
      prose See the Guide, this, logo and [nothing][x]. {link: the Guide → https://a.example; this → https://a.example} {image: logo → logo.png}
      definition the guide = https://a.example
      definition l = logo.png"
  `);
});

test("addresses in running text are links, code spans and escapes are not", () => {
  expect(
    read([
      "https://a.example/x_(y). <mailto:a@b.example> <a@b.example> www.b.example, `https://c` \\[d](e) &lt;f&gt; [g](<h i> 'j')",
    ]),
  ).toMatchInlineSnapshot(`
    "-
      prose https://a.example/x_(y). mailto:a@b.example a@b.example www.b.example, https://c [d](e) <f> g {code: https://c} {link: https://a.example/x_(y) → https://a.example/x_(y); mailto:a@b.example → mailto:a@b.example; a@b.example → mailto:a@b.example; www.b.example → http://www.b.example; g → h i} {fill: <f>}"
  `);
});

test("tables have cells with what stands in them", () => {
  expect(
    read(["| Code | Do |", "|---|---|", "| `a\\|b` | **Run** `kubectl get \\| less` [x](y) |", "| 1 |"]),
  ).toMatchInlineSnapshot(`
    "-
      table Code / Do
        a|b {code: a|b} / Run kubectl get | less x {run: kubectl get | less} {code: kubectl get | less} {link: x → y}
        1"
  `);
});

test("a code host's alerts have a tone; headings in quotes and items begin no section", () => {
  expect(
    read([
      "> [!WARNING]",
      "> This destroys data.",
      "",
      "> # Note",
      "> text",
      "",
      "- ## Step",
      "",
      "  text",
      "",
      "A note[^1].",
      "",
      "[^1]: Its text",
      "",
      "    ls -l",
    ]),
  ).toMatchInlineSnapshot(`
    "-
      quote warning
        prose This destroys data.
      quote
        prose level 1 Note
        prose text
      bullet
        *
          prose level 2 Step
          prose text
      prose A note[^1].
      quote footnote
        prose Its text
        prose ls -l"
  `);
});

test("a page that nests deeper than anybody writes is one stretch of prose", () => {
  expect(read([`${"> ".repeat(65)}a`, "# b"])).toMatchInlineSnapshot(`
    "-
      prose > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > a # b"
  `);
  expect(read([`${"- ".repeat(5000)}`, "# b"])).toMatchInlineSnapshot(`
    "title b
    -
      ruler
    # b"
  `);
});
