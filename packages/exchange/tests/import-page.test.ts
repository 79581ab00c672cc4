import { describe, expect, test } from "vitest";
import { imported, proposal, yamlOf } from "./importing.js";

describe("sections become what their headings say", () => {
  test("an alert page: meaning, impact, diagnosis, mitigation", () => {
    const page = `# KubePodDown

## Meaning

The alert fires when a pod is down.

## Impact

Users see errors.

## Diagnosis

List the pods:

\`\`\`shell
$ kubectl -n shop get pods
NAME   READY
shop   0/1
\`\`\`

- Check the node.
- Check the network.

## Mitigation

Restart the pod.
`;
    expect(yamlOf(page, "alerts/KubePodDown.md")).toMatchInlineSnapshot(`
      "id: kube-pod-down
      title: KubePodDown
      useWhen: The alert fires when a pod is down.

      procedures:
        - id: diagnosis
          title: Diagnosis
          steps:
            - id: list-the-pods
              title: List the pods
              text: |-
                \`\`\`
                NAME   READY
                shop   0/1
                \`\`\`
              command:
                shell: bash
                run: kubectl -n shop get pods
                effect: reads
              x-guess:
                - command.shell
                - command.effect
            - id: check-the-node
              title: Check the node
              x-guess:
                - step
            - id: check-the-network
              title: Check the network
              next:
                goto: mitigation
              x-guess:
                - step
                - next
        - id: mitigation
          title: Mitigation
          steps:
            - id: restart-the-pod
              title: Restart the pod
              x-guess:
                - step

      notes:
        - id: impact
          title: Impact
          text: Users see errors.
      x-headings:
        useWhen: Meaning
      x-guess:
        - useWhen
      "
    `);
  });

  test("a first paragraph is the summary, prerequisites are needs, and links are references", () => {
    const page = `# Rotate the key

This page says how the key of the shop is replaced.

## Prerequisites

- Access to *Vault*
- A colleague

## Steps

1. Open the vault.

## See also

- [Vault](https://vault.example/docs)
- [The shop](../shop.md)
`;
    expect(yamlOf(page)).toMatchInlineSnapshot(`
      "id: page
      title: Rotate the key
      summary: This page says how the key of the shop is replaced.

      procedures:
        - id: steps
          title: Steps
          needs:
            - Access to *Vault*
            - A colleague
          steps:
            - id: open-the-vault
              title: Open the vault
          x-guess:
            - needs

      references:
        - title: Vault
          url: https://vault.example/docs
        - title: The shop
          path: ../shop.md
      x-headings:
        needs: Prerequisites
        references: See also
      x-guess:
        - summary
      "
    `);
  });

  test("contacts that are plainly named are parties; others stay a note", () => {
    const page = `# Down

## Contacts

- Database team: #dba
- Shop owners - shop@example.com

## Escalation

Ask around until somebody knows.

## Checks

- [ ] Check the disk
`;
    expect(yamlOf(page)).toMatchInlineSnapshot(`
      "id: page
      title: Down

      parties:
        - id: database-team
          name: Database team
          contact:
            - "#dba"
          x-guess:
            - name
        - id: shop-owners
          name: Shop owners
          contact:
            - shop@example.com
          x-guess:
            - name

      procedures:
        - id: checks
          title: Checks
          steps:
            - id: check-the-disk
              title: Check the disk

      notes:
        - id: escalation
          title: Escalation
          text: Ask around until somebody knows.
      x-headings:
        parties: Contacts
      "
    `);
  });

  test("a heading that only groups others is kept beside what came first below it", () => {
    const page = "# A\n\n## Operations\n\n### Restart\n\n1. Press Restart.\n\n### Idea\n\nIt restarts.\n";
    expect(yamlOf(page)).toMatchInlineSnapshot(`
      "id: page
      title: A

      procedures:
        - id: restart
          title: Restart
          steps:
            - id: press-restart
              title: Press Restart

      notes:
        - id: idea
          title: Idea
          text: It restarts.
      x-headings:
        restart: Operations
      "
    `);
  });

  test("subsections that only explain stay in the note of their section", () => {
    const page =
      "# A\n\n## Shop\n\nIt sells.\n\n### Parts\n\nMany.\n\n#### Screws\n\nSmall.\n\n## Steps\n\n1. Look.\n";
    expect(yamlOf(page)).toMatchInlineSnapshot(`
      "id: page
      title: A

      procedures:
        - id: steps
          title: Steps
          steps:
            - id: look
              title: Look

      notes:
        - id: shop
          title: Shop
          text: |-
            It sells.

            #### Parts

            Many.

            #### Screws

            Small.
      "
    `);
  });

  test("a heading that is a condition says when its procedure is used", () => {
    expect(yamlOf("# A\n\n## If the server rebooted\n\n1. Mount the disk.\n")).toMatchInlineSnapshot(`
      "id: page
      title: A

      procedures:
        - id: if-the-server-rebooted
          title: If the server rebooted
          useWhen: The server rebooted
          steps:
            - id: mount-the-disk
              title: Mount the disk
          x-guess:
            - useWhen
      "
    `);
  });

  test("numbered sections are done one after the other, cases are not", () => {
    const page = (one: string, other: string) => `# A\n\n## ${one}\n\n1. Look.\n\n## ${other}\n\n1. Act.\n`;
    const nextOf = (text: string) => proposal(text).runbook.procedures[0]?.steps[0]?.next;
    expect(nextOf(page("Step 1: Look", "Step 2: Act"))).toEqual({ goto: "step-2-act" });
    expect(nextOf(page("1. Drain the node", "2. Replace the node"))).toEqual({ goto: "replace-the-node" });
    expect(nextOf(page("Diagnosis", "Mitigation"))).toEqual({ goto: "mitigation" });
    expect(nextOf(page("1. The disk is full", "2. The data is corrupt"))).toBeUndefined();
    expect(nextOf(page("Deploy the shop", "Remove the shop"))).toBeUndefined();
  });

  test("front matter is kept whole, and gives what has a field of the same meaning", () => {
    const page = `---
title: Restart the shop
tags: [shop, restart]
last_reviewed_on: "2026-10-01"
owner_slack: "#shop"
---

1. Press Restart.
`;
    expect(yamlOf(page, "docs/restart/index.html.md.erb")).toMatchInlineSnapshot(`
      "id: restart
      title: Restart the shop
      review:
        last: "2026-10-01"
      tags:
        - shop
        - restart

      procedures:
        - id: restart-the-shop
          title: Restart the shop
          steps:
            - id: press-restart
              title: Press Restart
          x-guess:
            - title

      notes:
        - id: front-matter
          title: Front matter
          text: |-
            \`\`\`yaml
            title: Restart the shop
            tags: [shop, restart]
            last_reviewed_on: "2026-10-01"
            owner_slack: "#shop"
            \`\`\`
          x-guess:
            - title
      "
    `);
  });

  test("a page with nothing to do is read: one step that says so, as a guess", () => {
    expect(yamlOf("# Roles\n\n## Scribe\n\nWrites.\n")).toMatchInlineSnapshot(`
      "id: page
      title: Roles

      procedures:
        - id: roles
          title: Roles
          steps:
            - id: read
              title: Read the notes
              x-guess:
                - step
          x-guess:
            - title

      notes:
        - id: scribe
          title: Scribe
          text: Writes.
      "
    `);
  });
});

describe("what is to be done becomes steps", () => {
  test("items with commands, without, and with more than fits a title", () => {
    const page = `# A

## Steps

1. Open the portal.
2. Stop the shop. Customers see a page that says so, and nobody can pay until it is started again.
3. Start it:

   \`\`\`bash
   systemctl start shop
   \`\`\`

   It takes a minute.
4. Check it with \`systemctl status shop\`.
`;
    expect(yamlOf(page)).toMatchInlineSnapshot(`
      "id: page
      title: A

      procedures:
        - id: steps
          title: Steps
          steps:
            - id: open-the-portal
              title: Open the portal
            - id: stop-the-shop
              title: Stop the shop
              text: Stop the shop. Customers see a page that says so, and nobody can pay until it is started again.
            - id: start-it
              title: Start it
              text: It takes a minute.
              command:
                shell: bash
                run: systemctl start shop
                effect: changes
              x-guess:
                - command.effect
            - id: check-it-with-systemctl-status-shop
              title: Check it with systemctl status shop
              command:
                shell: bash
                run: systemctl status shop
                effect: reads
              x-guess:
                - command
                - command.shell
                - command.effect
      "
    `);
  });

  test("lists in lists are steps in their order, and a condition above some hangs on each", () => {
    const page = `# A

## Steps

1. If the disk is full:
   1. Delete the logs.
   2. Restart the shop.
2. Prepare the machine.
   - Keep the old one.
   1. Install it.
`;
    expect(yamlOf(page)).toMatchInlineSnapshot(`
      "id: page
      title: A

      procedures:
        - id: steps
          title: Steps
          steps:
            - id: delete-the-logs
              title: Delete the logs
              onlyIf: the disk is full
              text: "If the disk is full:"
              x-guess:
                - onlyIf
            - id: restart-the-shop
              title: Restart the shop
              onlyIf: the disk is full
              x-guess:
                - onlyIf
            - id: prepare-the-machine
              title: Prepare the machine
              text: "- Keep the old one."
            - id: install-it
              title: Install it
      "
    `);
  });

  test("placeholders are inputs outside quotes; inside, and where they may be secrets, the command stays as it is", () => {
    const page = `# A

## Steps

\`\`\`bash
kubectl -n <NAMESPACE> logs <pod-name>
\`\`\`

\`\`\`bash
echo "<pod-name>"
\`\`\`

\`\`\`bash
login --token <api-token>
\`\`\`

\`\`\`bash
kubectl get pods -o go-template={{name}}
\`\`\`
`;
    expect(yamlOf(page)).toMatchInlineSnapshot(`
      "id: page
      title: A

      inputs:
        - id: namespace
          label: NAMESPACE
          required: true
          x-guess:
            - required
        - id: pod-name
          label: pod-name
          required: true
          x-guess:
            - required

      procedures:
        - id: steps
          title: Steps
          steps:
            - id: run-kubectl-n-namespace-logs-pod-name
              title: Run kubectl -n <NAMESPACE> logs <pod-name>
              command:
                shell: bash
                run: kubectl -n {{namespace}} logs {{pod-name}}
                effect: reads
              x-guess:
                - title
                - command.effect
                - command.run
            - id: run-echo-pod-name
              title: Run echo "<pod-name>"
              command:
                shell: bash
                run: echo "<pod-name>"
                effect: reads
                verbatim: true
              x-guess:
                - title
                - command.effect
                - command.verbatim
            - id: run-login-token-api-token
              title: Run login --token <api-token>
              command:
                shell: bash
                run: login --token <api-token>
                effect: changes
                verbatim: true
              x-guess:
                - title
                - command.effect
                - command.verbatim
            - id: run-kubectl-get-pods-o-go-template-name
              title: Run kubectl get pods -o go-template={{ name }}
              command:
                shell: bash
                run: kubectl get pods -o go-template={{name}}
                effect: reads
                verbatim: true
              x-guess:
                - title
                - command.effect
                - command.verbatim
      "
    `);
  });

  test("bullets are steps where a heading asks for action and most of them are instructions", () => {
    const steps = (text: string) => proposal(text).runbook.procedures[0]?.steps.map(({ title }) => title);
    const list = "- Check the disk.\n- Restart the shop.\n";
    expect(steps(`# A\n\n## Mitigation\n\n${list}`)).toEqual(["Check the disk", "Restart the shop"]);
    expect(steps(`# A\n\n## Parts\n\n${list}`)).toEqual(["Read the notes"]);
    expect(steps("# A\n\n## Mitigation\n\n- The disk.\n- The shop.\n")).toEqual(["Mitigation"]);
  });

  test("what a command prints, and what is said about it, stays with its step", () => {
    const page = `# A

## Checks

\`\`\`console
$ uptime
12 days
$ df -h
90%
\`\`\`

You should see less than 80%.
`;
    expect(yamlOf(page)).toMatchInlineSnapshot(`
      "id: page
      title: A

      procedures:
        - id: checks
          title: Checks
          steps:
            - id: run-uptime
              title: Run uptime
              text: |-
                \`\`\`
                12 days
                \`\`\`
              command:
                shell: bash
                run: uptime
                effect: reads
              x-guess:
                - title
                - command.shell
                - command.effect
            - id: run-df-h
              title: Run df -h
              text: |-
                \`\`\`
                90%
                \`\`\`

                You should see less than 80%.
              command:
                shell: bash
                run: df -h
                effect: reads
              x-guess:
                - title
                - command.shell
                - command.effect
      "
    `);
  });

  test("a fence in a quote is a command like any other", () => {
    expect(
      yamlOf("# A\n\n## Steps\n\n> Run this:\n>\n> ```bash\n> ls\n> ```\n>\n> Done.\n"),
    ).toMatchInlineSnapshot(`
      "id: page
      title: A

      procedures:
        - id: steps
          title: Steps
          steps:
            - id: run-ls
              title: Run ls
              text: |-
                Run this:

                Done.
              command:
                shell: bash
                run: ls
                effect: reads
              x-guess:
                - title
                - command.effect
      "
    `);
  });

  test("tables, HTML and templates stay as they are, and references of other templates are none of ours", () => {
    const page = `# A

## Steps

1. Look at {{shop}}.

| a | b |
| - | - |
| {{x}} | <!-- why --> |

<details>hidden</details>
`;
    expect(yamlOf(page)).toMatchInlineSnapshot(`
      "id: page
      title: A

      procedures:
        - id: steps
          title: Steps
          steps:
            - id: look-at-shop
              title: Look at {{ shop }}
              text: |-
                | a | b |
                | - | - |
                | {{ x }} | <!-- why --> |

                <details>hidden</details>
      "
    `);
  });

  test("a link by label keeps the line that says where it leads", () => {
    expect(
      yamlOf(
        "# A\n\n## Steps\n\n1. Read [the guide][g] and stop. Then go on.\n\n[g]: https://g.example\n[h]: https://h.example\n",
      ),
    ).toMatchInlineSnapshot(`
      "id: page
      title: A

      procedures:
        - id: steps
          title: Steps
          steps:
            - id: read-the-guide-and-stop
              title: Read the guide and stop
              text: |-
                Read [the guide][g] and stop. Then go on.

                [h]: https://h.example

                [g]: https://g.example
      "
    `);
  });
});

describe("ids", () => {
  const idsOf = (text: string, path?: string) => {
    const { id, procedures } = proposal(text, path).runbook;
    return [
      id,
      ...procedures.flatMap((procedure) => [procedure.id, ...procedure.steps.map((step) => step.id)]),
    ];
  };

  test("are unique over the whole runbook, and never words of the format", () => {
    expect(idsOf("# A\n\n## Any\n\n1. End.\n2. End!\n3. Any?\n", "any.md")).toEqual([
      "any-runbook",
      "any-2",
      "end-2",
      "end-3",
      "any-3",
    ]);
  });

  test("are made of what Latin letters there are", () => {
    expect(idsOf("# Ä\n\n## 3. Öffnen\n\n1. Straße sperren\n2. 再起動する\n", "docs/KubeAPIDown.md")).toEqual(
      ["kube-api-down", "offnen", "stra-e-sperren", "step"],
    );
  });

  test("an index is called by its folder", () => {
    expect(idsOf("1. Look", "docs/restart/README.md")[0]).toBe("restart");
    expect(idsOf("1. Look", "README.md")[0]).toBe("readme");
  });
});

describe("a page that cannot be a runbook is refused", () => {
  test("no words, no text, too many steps, too large", () => {
    expect(imported("---\n\n***\n")).toEqual({
      refused: "it holds no words",
      help: "Name a page with a runbook on it",
    });
    expect(imported("a\0b")).toEqual({
      refused: "it holds a zero byte, and is no text",
      help: "Give a text file",
    });
    expect(imported(`# A\n\n${"1. Look.\n".repeat(2001)}`)).toEqual({
      refused: "it has 2001 steps, and a runbook holds 2000",
      help: "Split the page into several, and import each",
    });
    expect(imported(`# A\n\n\`\`\`text\n${"word\n".repeat(105_000)}\`\`\`\n`)).toEqual({
      refused: "as a runbook it would be larger than 1 MiB",
      help: "Split the page into several, and import each",
    });
  }, 30_000);
});
