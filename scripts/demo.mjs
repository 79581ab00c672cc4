// Shows what Runwright does, on real files: `npm run demo`. Works as the first command in a fresh clone.
// Exits 1 when a scene does not end as it says it does, so that the demo cannot lie.
import { build, isBuilt } from "./build.mjs";
import { installIfNeeded, run } from "./run.mjs";

/** What is shown: a sentence, the command as a person would type it, and the exit code it must have. */
const scenes = [
  {
    title: "Runbooks that hold what a person needs at three in the morning: nothing to report",
    command: "runwright lint examples --preset strict",
    exitCode: 0,
  },
  {
    title: "Runbooks with one real mistake each: what is wrong, where, and what to do next",
    command: "runwright lint examples/faulty",
    exitCode: 1,
  },
  {
    title: "A runbook in its other spelling: a page with links, which a person can edit in the web",
    command: "runwright convert examples/use-core/restart-cache.runbook.yaml --to md",
    exitCode: 0,
  },
  {
    title: "A plain page as most teams have them: a proposal of a runbook, and what a person must confirm",
    command: "runwright import examples/plain/disk-full.md --to md",
    exitCode: 0,
  },
];

installIfNeeded();
if (!isBuilt()) {
  console.log("Building …");
  const failures = await build();
  if (failures.length > 0) {
    for (const failure of failures) console.error(failure);
    process.exit(1);
  }
}

let surprises = 0;
for (const { title, command, exitCode } of scenes) {
  console.log(`\n── ${title}\n\n$ ${command}`);
  const { code, output } = await run(command);
  if (output.trim() !== "") console.log(output.trimEnd());
  if (code === exitCode) {
    console.log(`(exit code ${code}, as expected)`);
  } else {
    surprises++;
    console.log(`(exit code ${code}, but ${exitCode} was expected)`);
  }
}

console.log(
  surprises === 0
    ? "\nEvery scene showed what it says."
    : `\n${surprises} of ${scenes.length} scenes did not.`,
);
process.exitCode = surprises === 0 ? 0 : 1;
