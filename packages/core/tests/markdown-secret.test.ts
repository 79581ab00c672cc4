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
