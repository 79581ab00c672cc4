import { describe, expect, test } from "vitest";
import { visible, visibleJson, widthOf } from "../src/report/visible.js";

describe("what a terminal would act on, or nobody would see, becomes something to look at", () => {
  test.each([
    ["ANSI colours", "a\u001b[31mb", "a␛[31mb"],
    ["a bell and a backspace", "a\u0007\u0008b", "a␇␈b"],
    ["line ends and tabs", "a\r\n\tb", "a␍␊␉b"],
    ["a zero character and DEL", "\0\u007f", "␀␡"],
    ["a control of the upper half", "\u009b31m", "<U+009B>31m"],
    ["text turned round", "a\u202eb\u202c\u2066c\u2069", "a<U+202E>b<U+202C><U+2066>c<U+2069>"],
    ["marks of direction", "\u200e\u200f\u061c", "<U+200E><U+200F><U+061C>"],
    ["what has no width", "a\u200b\u2060\u00ad\ufeffb", "a<U+200B><U+2060><U+00AD><U+FEFF>b"],
    ["letters of tags", "\u{e0041}\u{e007f}", "<U+E0041><U+E007F>"],
    ["other line ends", "a\u2028b\u2029c\u0085", "a<U+2028>b<U+2029>c<U+0085>"],
    ["half of a pair", "a\ud800b\udc00", "a<U+D800>b<U+DC00>"],
    ["a joiner that joins no pictures", "a\u200db", "a<U+200D>b"],
  ])("%s", (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test.each(["plain", "é ü ß", "漢字 שלום سلام", "👩‍🚒 👍🏽 🇨🇭 ❤️", "e\u0301", "… → ✓"])(
    "ordinary text stays: %s",
    (text) => {
      expect(visible(text)).toBe(text);
    },
  );

  test("in JSON as escapes, which read back the same", () => {
    const value = { text: "a\u001b\u202e\u{e0041}\u009b\ufeff\u2028é漢👩‍🚒" };
    const json = visibleJson(value);
    expect(json).toBe('{\n  "text": "a\\u001b\\u202e\\udb40\\udc41\\u009b\\ufeff\\u2028é漢👩\\u200d🚒"\n}\n');
    expect(JSON.parse(json)).toEqual(value);
  });
});

test("the width of a text is that of its columns", () => {
  const widths = ["abc", "é", "e\u0301", "漢字", "ﾊﾝ", "👩‍🚒", "👍🏽", "🇨🇭", "❤️", "שלום", ""].map((text) => [
    text,
    widthOf(text),
  ]);
  expect(Object.fromEntries(widths)).toEqual({
    abc: 3,
    é: 1,
    "e\u0301": 1,
    漢字: 4,
    ﾊﾝ: 2,
    "👩‍🚒": 2,
    "👍🏽": 2,
    "🇨🇭": 2,
    "❤️": 2,
    שלום: 4,
    "": 0,
  });
});

test("a long hostile text is shown in no time", () => {
  const start = performance.now();
  visible("\u202e👩\u200d".repeat(100_000));
  expect(performance.now() - start).toBeLessThan(2000);
});
