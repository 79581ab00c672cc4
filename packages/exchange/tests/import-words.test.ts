import { createSource, type Page, type Runbook, readPage } from "@runwright/core";
import { expect, test } from "vitest";
import { coverageOf, lostWords, wordsIn, wordsOfPage } from "../src/import-words.js";

const pageOf = (text: string): Page => readPage(createSource("a.md", text));
const runbook: Runbook = {
  runwright: 1,
  id: "page",
  title: "Restart the shop",
  version: "0.1.0",
  procedures: [
    {
      id: "p",
      title: "Restart the shop",
      steps: [{ id: "s", title: "Press Restart", text: "Press it twice" }],
    },
  ],
  notes: [{ id: "n", title: "Impact", text: "Nobody buys" }],
};

test("a word is a stretch of letters and digits, in lower case", () => {
  expect(wordsIn("kubectl-get_pods Don't 3.5 Größe 再起動 https://a.example/b")).toEqual([
    ...["kubectl", "get", "pods", "don", "t", "3", "5", "größe", "再起動", "https", "a", "example", "b"],
  ]);
});

test("marks of Markdown are no words: list numbers, boxes, the first word of a fence", () => {
  const page = pageOf("1. one\n2. two\n\n- [x] three\n\n```bash title=four\nfive\n```\n\n<!-- six -->\n");
  expect([...wordsOfPage(page).keys()]).toEqual(["one", "two", "three", "title", "four", "five", "six"]);
});

test("a word is lost as often as it is missing", () => {
  expect(lostWords(pageOf("# Restart\n\nPress Press Press it. Nobody knows.\n"), runbook)).toEqual([
    "press",
    "knows",
  ]);
});

test("coverage counts typed fields alone, and a repeated title once", () => {
  const page = pageOf(
    "# Restart the shop\n\nPress Restart. Press it twice. Impact: Nobody buys. The shop.\n",
  );
  // Typed: restart the shop, press restart. Not typed: the second "press", "the" and "shop", notes and texts.
  expect(coverageOf(page, runbook)).toEqual({ words: 13, typed: 5 });
});
