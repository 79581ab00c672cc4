import { expect, it } from "vitest";
import { powershellCommands } from "../src/command/powershell.js";

it.each([
  ["Stop-Service -Name app | Out-Null; Get-Date", ["Stop-Service -Name app", "Out-Null", "Get-Date"]],
  ["if (Test-Path $x) { Remove-Item $x }", ["if", "Test-Path $x", "Remove-Item $x"]],
  ["Write-Host 'it''s; one' \"a `\" | b\"", ["Write-Host it's; one a \" | b"]],
  ["Stop-Service `\n  -Name app # -ErrorAction Stop\nGet-Date", ["Stop-Service -Name app", "Get-Date"]],
  ["<# Stop-Service; #> Get-Date", ["Get-Date"]],
  ["$text = @'\nStop-Service app\n'@\nGet-Date", ["$text =", "Get-Date"]],
  [
    "Restart-Service -Name {{service}} -Force\r\nGet-Date",
    ["Restart-Service -Name {{service}} -Force", "Get-Date"],
  ],
  ["Write-Host 'not closed; Stop-Service", ["Write-Host not closed; Stop-Service"]],
  ["", []],
])("%j is %j", (text, expected) => {
  expect(powershellCommands(text).map((words) => words.map(({ value }) => value).join(" "))).toEqual(
    expected,
  );
});

it("gives places in the text as it was given", () => {
  const text = "# é 🚒\r\nStop-Service `\r\n  -Name 'the app'\r\n";
  const words = powershellCommands(text).flat();
  expect(words.map(({ start, end }) => text.slice(start, end))).toEqual([
    "Stop-Service",
    "-Name",
    "'the app'",
  ]);
});
