import { expect, test } from "vitest";
import { guessEffect } from "../src/import-effect.js";

test.each([
  ["kubectl -n shop get pods", "reads"],
  ["kubectl get pods | grep shop", "reads"],
  ["kubectl delete pod shop", "destroys"],
  ["kubectl exec shop -- cat /etc/hosts", "reads"],
  ["kubectl exec shop -- rm -rf /tmp", "destroys"],
  ["kubectl apply -f a.yaml --dry-run=client", "reads"],
  ["sudo systemctl status shop", "reads"],
  ["systemctl restart shop", "changes"],
  ["aws ec2 terminate-instances --instance-ids i-1", "destroys"],
  ["aws ec2 describe-instances", "reads"],
  ["cat a > b", "changes"],
  ["cat a 2>/dev/null", "reads"],
  ["cat <file>", "reads"],
  ["sed -i s/a/b/ c", "changes"],
  ["sed s/a/b/ c", "reads"],
  ["curl https://a.example", "reads"],
  ["curl -X DELETE https://a.example", "destroys"],
  ["curl -d a https://a.example", "changes"],
  ["pkill -HUP shop", "changes"],
  ["kill 12", "destroys"],
  ["rm a; ls", "destroys"],
  ["frobnicate", "changes"],
  ["frobnicate delete a", "destroys"],
  ["# nothing", "changes"],
] as const)("%s %s", (run, effect) => expect(guessEffect(run, "bash").effect).toBe(effect));

test.each([
  ["SELECT 1", "reads"],
  ["select 1; drop table a", "destroys"],
  ["-- look\nUPDATE a SET b = 1", "changes"],
] as const)("in SQL: %s %s", (run, effect) => expect(guessEffect(run, "sql").effect).toBe(effect));

test("says why", () => {
  expect(guessEffect("kubectl delete pod a", "bash")).toEqual({
    effect: "destroys",
    because: "`kubectl delete` destroys",
  });
});
