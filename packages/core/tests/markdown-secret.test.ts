import { describe, expect, it } from "vitest";
import { concealSecrets, read } from "../src/index.js";

const page = (secret: string) => `---
runwright: 1
id: example
version: "1.0.0"
---

# Example

## <a id="main"></a>Procedure: Main

### <a id="look"></a>Look

## Secrets and tokens

### <a id="api-key"></a>Key of the API

${secret}
`;

describe("a secret's value that somebody wrote on a page", () => {
  it.each([
    ["as a fact", "- **Value:** s3cr3t", "- **Value:** ••••••"],
    [
      "as a fact among others",
      "- **Kept in:** Vault\n- **Token:** s3cr3t",
      "- **Kept in:** Vault\n- **Token:** ••••••",
    ],
    ["without bold", "- Password: s3cr3t", "- Password: ••••••"],
    ["with the colon outside", "- **Key**: s3cr3t", "- **Key**: ••••••"],
    ["in the data", "```yaml fields\nvalue: s3cr3t\n```", "```yaml fields\nvalue: ••••••\n```"],
  ])("%s is an error, and is never shown", (_, written, shown) => {
    const { source, problems } = read(page(written), { path: "a.runbook.md" });
    expect(problems.map(({ rule, message }) => [rule, message.replace(/`.*`/, "…")])).toEqual([
      ["field-unknown", "A runbook never holds a secret's value, and … looks like one"],
    ]);
    expect(JSON.stringify(problems)).not.toContain("s3cr3t");
    expect(concealSecrets(source).text).toBe(page(shown));
  });
});

describe("the value is not shown either", () => {
  it.each([
    ["where the data cannot be read", "```yaml fields\nvalue: s3cr3t: x\n```"],
    ["on the next line", "- **Value:**\n  s3cr3t"],
    ["in another kind of bold", "- __Value:__ s3cr3t"],
    ["as a paragraph", "- **Kept in:** Vault\n\n**Value:** s3cr3t"],
    ["in quotes", '> - "token": s3cr3t'],
    ["under a longer name", "- **Client secret:** s3cr3t"],
    ["in a fence that is none of ours", "```json fields\npassword: s3cr3t\n```"],
  ])("%s", (_, written) => {
    const { source, problems } = read(page(written), { path: "a.runbook.md" });
    expect(concealSecrets(source).text).not.toContain("s3cr3t");
    expect(JSON.stringify(problems)).not.toContain("s3cr3t");
  });

  it("in YAML that cannot be read", () => {
    const text = "runwright: 1\nsecrets:\n  - id: k\n    value: s3cr3t: x\nowner: a\n";
    const { source } = read(text, { path: "a.runbook.yaml" });
    expect(concealSecrets(source).text).toBe(text.replace("s3cr3t: x", "•••••••••"));
  });
});
