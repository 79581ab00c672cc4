import { nodeHost } from "../../packages/cli/src/host.js";
import { main } from "../../packages/cli/src/main.js";
import { keepCurrent } from "./keep-current.js";

const folder = "examples/faulty";

/** `expected.txt`: the standard output of `runwright lint examples/faulty`. Whether it was current. */
export async function writeFaultyOutput({ check }: { check: boolean }): Promise<boolean> {
  return keepCurrent({ path: `${folder}/expected.txt`, content: await faultyOutput() }, { check });
}

async function faultyOutput(): Promise<string> {
  let output = "";
  let failures = "";
  const code = await main(["lint", folder], {
    ...nodeHost(),
    env: { NO_COLOR: "1" },
    stdout: (text) => {
      output += text;
    },
    stderr: (text) => {
      failures += text;
    },
  });
  if (code !== 1 || failures !== "")
    throw new Error(`Expected exit code 1 from \`runwright lint ${folder}\`, not ${code}\n${failures}`);
  return output;
}
