import { describe, expect, test } from "vitest";
import { judgeFence } from "../src/markdown/fence.js";

/** What a fence holds, then each command with its shell. */
function held(text: string, lang?: string): readonly string[] {
  const { holds, commands } = judgeFence(text, lang);
  return [
    holds,
    ...commands.map(
      ({ shell, stretches }) =>
        `${shell}: ${stretches.map(([start, end]) => text.slice(start, end)).join("\n")}`,
    ),
  ];
}

const lines = (...all: readonly string[]) => all.join("\n");

describe("prompts are taken away, and what stands between commands is output", () => {
  test.each([
    ["$ kubectl get pods\nNAME   READY\nweb-1  1/1\n$ exit", "unknown: kubectl get pods", "unknown: exit"],
    ["root@db1:~# df -h\nFilesystem", "unknown: df -h"],
    ["[admin@web ~]$ uptime\n 12:00 up", "unknown: uptime"],
    ["sh-5.0$ ls /\nbin", "sh: ls /"],
    ["bash-4.4# id\nuid=0", "bash: id"],
    ["/prometheus $ ls\nwal", "unknown: ls"],
    ["/ # cat /etc/hosts\n127.0.0.1", "unknown: cat /etc/hosts"],
    ["(venv) $ pytest\nok", "unknown: pytest"],
    ["PS C:\\Users\\me> Get-Service web\nRunning", "powershell: Get-Service web"],
    ["C:\\Users\\me>dir\nfile.txt", "unknown: dir"],
    ["mysql> SELECT 1\n    -> FROM t;\n+---+", "sql: SELECT 1\nFROM t;"],
    ["app=# SELECT now();\n now", "sql: SELECT now();"],
    ["127.0.0.1:6379> PING\nPONG", "unknown: PING"],
    [">>> print(1)\n1", "unknown: print(1)"],
  ])("%j", (text, ...commands) => {
    expect(held(text, "console")).toEqual(["transcript", ...commands]);
  });
});

test("prompts without output are commands, and a comment between them is neither", () => {
  expect(held("# First look\n$ ls\n$ pwd", "sh")).toEqual(["command", "unknown: ls", "unknown: pwd"]);
});

test("a command goes on behind a backslash, a pipe, in quotes and in a here-document", () => {
  expect(held(lines("$ curl -d '{", '  "a": 1', "}' \\", "> https://a.example |", "jq .", "{}"))).toEqual([
    "transcript",
    lines("unknown: curl -d '{", '  "a": 1', "}' \\", "https://a.example |", "jq ."),
  ]);
  expect(held(lines("$ cat <<EOF > a", "$ not typed", "EOF", "$ ls"))).toEqual([
    "command",
    lines("unknown: cat <<EOF > a", "$ not typed", "EOF"),
    "unknown: ls",
  ]);
});

test("`# ` is a prompt only where it can be no comment", () => {
  expect(held("# systemctl restart web", "console")).toEqual(["command", "unknown: systemctl restart web"]);
  expect(held("# df -h\nFilesystem  Size", "sh")).toEqual(["transcript", "unknown: df -h"]);
  expect(held("# restart the web server\nsystemctl restart web", "sh")).toEqual([
    "command",
    "sh: # restart the web server\nsystemctl restart web",
  ]);
  expect(held("$ sudo su\n# ./list.sh\n# look at it", "bash")).toEqual([
    "command",
    "unknown: sudo su",
    "unknown: ./list.sh",
  ]);
  expect(held("# docker runtime:\ndocker ps")).toEqual(["command", "unknown: # docker runtime:\ndocker ps"]);
});

test("a fence without prompts is one command; what it printed is output, whatever its word says", () => {
  expect(held("export A=1\nfor i in 1 2; do\n  echo $i\ndone", "bash")).toEqual([
    "command",
    "bash: export A=1\nfor i in 1 2; do\n  echo $i\ndone",
  ]);
  expect(
    held(
      "kubectl get pods\n\nNAME    READY   STATUS\nweb-1   1/1     Running\n\nkubectl delete pod web-1",
      "shell",
    ),
  ).toEqual(["transcript", "unknown: kubectl get pods", "unknown: kubectl delete pod web-1"]);
  expect(held("NAME    READY   STATUS\nweb-1   1/1     Running", "console")).toEqual(["output"]);
  expect(held("2026-01-02T10:00:00Z started", "bash")).toEqual(["output"]);
});

test("a fence without a word is told by what it says", () => {
  expect(held("sudo systemctl stop web")).toEqual(["command", "unknown: sudo systemctl stop web"]);
  expect(held("./deploy.sh --now")).toEqual(["command", "unknown: ./deploy.sh --now"]);
  expect(held("select id from users where id = 1;")).toEqual([
    "query",
    "sql: select id from users where id = 1;",
  ]);
  expect(held('sum(rate(http_requests_total{code="500"}[5m])) > 1')).toEqual([
    "query",
    'unknown: sum(rate(http_requests_total{code="500"}[5m])) > 1',
  ]);
  expect(held("apiVersion: v1\nkind: Pod")).toEqual(["manifest"]);
  expect(held("groups:\n  - name: a")).toEqual(["manifest"]);
  expect(held("NAME    READY   STATUS\nweb-1   1/1     Running")).toEqual(["output"]);
  expect(held("public/\n├── a.html")).toEqual(["other"]);
  expect(held('{ "a": 1 }')).toEqual(["other"]);
  expect(held("make sure that the server is up")).toEqual(["other"]);
  expect(held("")).toEqual(["other"]);
});

test("a word that says what else it is, is believed where nothing speaks against it", () => {
  expect(held("a = 1", "ruby")).toEqual(["other"]);
  expect(held("a: 1", "yaml")).toEqual(["manifest"]);
  expect(held("SELECT 1", "sql")).toEqual(["query", "sql: SELECT 1"]);
  expect(held("rate(a[5m])", "promql")).toEqual(["query", "unknown: rate(a[5m])"]);
  expect(held('up{job="a"} == 0', "console")).toEqual(["query", 'unknown: up{job="a"} == 0']);
  expect(held("mysql> SELECT 1;\n1", "sql")).toEqual(["transcript", "sql: SELECT 1;"]);
  expect(held("anything", "output")).toEqual(["output"]);
});
