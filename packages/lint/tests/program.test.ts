import { describe, expect, it } from "vitest";
import { programEffect, programOf, showCommand } from "../src/command/program.js";
import { parseShell, type SimpleCommand } from "../src/command/shell.js";

function command(text: string): SimpleCommand {
  const found = parseShell(text)?.lists[0]?.pipelines[0]?.commands[0];
  if (found?.kind !== "simple") throw new Error(`Expected a simple command from ${text}`);
  return found;
}

describe("what a command runs in the end", () => {
  it.each([
    ["/usr/bin/systemctl stop app", "systemctl stop app"],
    ["\\rm -rf x", "rm -rf x"],
    ["sudo -u postgres -- psql shop", "psql shop"],
    ["sudo", "sudo"],
    ["env -u HOME A=1 B=2 nohup nice -n 5 ./run.sh", "run.sh"],
    ["timeout -k 5 30s curl https://acorn.example", "curl https://acorn.example"],
    ["ssh -o BatchMode=yes -p 22 db1 sudo systemctl stop app", "systemctl stop app"],
    ["ssh db1", "ssh db1"],
    ["kubectl -n shop exec pod/db-0 -- rm -rf /data", "rm -rf /data"],
    ["kubectl -n shop delete pod db-0", "kubectl -n shop delete pod db-0"],
    ["docker exec db -- psql", "psql"],
    ["xargs -n 1 rm -f", "rm -f"],
    ["command -v jq", "command -v jq"],
    ["command rm x", "rm x"],
  ])("%s: %s", (text, expected) => {
    const program = programOf(command(text));
    expect([program?.name, ...(program?.args ?? []).map(({ value }) => value)].join(" ")).toBe(expected);
  });

  it("is nothing where only variables are set", () => {
    expect(programOf(command("A=1"))).toBeUndefined();
  });
});

describe("what a program is known to do", () => {
  it.each([
    ["ls -l", "reads"],
    ["sudo rm x", "changes"],
    ["sed -n 1p x", "reads"],
    ["sed -i.bak s/a/b/ x", "changes"],
    ["kubectl -n shop get pods", "reads"],
    ["kubectl -n shop rollout restart deployment/app", "changes"],
    ["aws ec2 describe-instances", "reads"],
    ["aws s3 rm s3://bucket --recursive", "changes"],
    ["systemctl is-active app", "reads"],
    ["curl https://acorn.example", "reads"],
    ["curl -X GET https://acorn.example", "reads"],
    ["curl --request=DELETE https://acorn.example/1", "changes"],
    ["curl -d a=1 https://acorn.example", "changes"],
    ["curl -G -d a=1 https://acorn.example", "reads"],
    ["command -v jq", "reads"],
    ["./unknown.sh delete", "unknown"],
    ["kubectl", "unknown"],
    ["constructor", "unknown"],
  ])("%s: %s", (text, expected) => {
    const program = programOf(command(text));
    expect(program && programEffect(program)).toBe(expected);
  });
});

describe("a command in a message", () => {
  it.each([
    ["systemctl stop app", "`systemctl stop app`"],
    ["mysql -pS3cret shop", "`mysql …`"],
    ["curl https://user:secret@acorn.example", "`curl …`"],
    ['echo "$TOKEN"', "`echo …`"],
    ["TOKEN=$(get-token)", "`TOKEN=…`"],
    ['"$tool" run', "the command"],
  ])("shows nothing that could be secret: %s", (text, expected) => {
    expect(showCommand(command(text))).toBe(expected);
  });
});
