import { expect, it } from "vitest";
import { concealSecrets, createSource } from "../src/index.js";

const shown = (text: string) => concealSecrets(createSource("a.runbook.yaml", text)).text;

it("a secret's value that somebody wrote down is dots of the same length in what is shown, in every style", () => {
  expect(
    shown(
      "secrets:\n  - id: k\n    value: sk_live_1\n  - id: l\n    Token: 'a b'\n  - { id: m, password: x }\n  - id: n\n    key: |\n      one\n      two\n",
    ),
  ).toBe(
    "secrets:\n  - id: k\n    value: •••••••••\n  - id: l\n    Token: •••••\n  - { id: m, password: • }\n  - id: n\n    key: •\n•••••••••\n•••••••••\n",
  );
});

it("what says where a secret is kept is shown, and so is a file without secrets", () => {
  const text =
    "secrets:\n  - id: k\n    store: Vault\n    path: kv/k\nerrors:\n  - match: { code: invalid_client }\n";
  expect(shown(text)).toBe(text);
  expect(shown("secrets: [")).toBe("secrets: [");
});
