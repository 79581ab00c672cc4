import type { Effect } from "@runwright/core";

/** What a command seems to do, and on the strength of which words. A guess: names say little about what runs behind them. */
export interface EffectGuess {
  readonly effect: Effect;
  readonly because: string;
}

/** The gravest of what the programs of a command seem to do; an unknown program changes something. */
export function guessEffect(run: string, shell: "bash" | "sh" | "powershell" | "sql"): EffectGuess {
  if (shell === "sql") return gravest(run.split(";").flatMap((part) => sqlEffect(part) ?? []));
  const parts = run.split(/\n|\|\|?|&&?|;/).map((part) => part.trim());
  return gravest(parts.flatMap((part) => partEffect(part) ?? []));
}

const rank = { reads: 0, changes: 1, destroys: 2 } as const satisfies Record<Effect, number>;

function gravest(found: readonly EffectGuess[]): EffectGuess {
  const [first] = found;
  if (!first) return { effect: "changes", because: "no program of it is known" };
  return found.reduce((worst, one) => (rank[one.effect] > rank[worst.effect] ? one : worst), first);
}

/** Programs that only look, whatever stands behind them. */
const readers = new Set(
  (
    "cat head tail less more grep egrep fgrep zgrep rg ls ll find df du ps top htop free uptime who w id whoami hostname uname date echo " +
    "printf pwd cd which type wc sort uniq cut awk gawk jq yq tr column diff cmp stat file env printenv ping dig nslookup host traceroute " +
    "netstat ss lsof lsblk blkid dmesg journalctl vmstat iostat iotop sar mtr nc telnet openssl base64 sha256sum md5sum man history " +
    "sleep watch time test true false export set source alias read exit amtool promtool tcpdump strace pgrep xargs tee-less " +
    "select-string get-content write-host measure-object where-object format-table if then else elif fi for do done while case esac in"
  ).split(" "),
);

const destroyers = new Set(
  "rm rmdir shred mkfs dd wipefs dropdb kill killall pkill poweroff shutdown halt reboot truncate".split(" "),
);

/** Programs whose verb decides. */
const readVerbs =
  /^(?:get|gets|list|ls|describe|show|status|logs?|view|explain|version|top|diff|info|inspect|search|query|check|whoami|cluster-info|api-resources|api-versions|config|events?|ps|images|read|cat|plan|validate|output|history|is-active|is-enabled|health|endpoint|auth|help|must-gather|wait|stat|df|tree|dump|report|events)$/;
const destroyVerbs =
  /^(?:delete|del|rm|rmi|remove|destroy|drop|purge|prune|drain|terminate|kill|uninstall|wipe|erase|reset|flushall|flushdb|evict)$/;
const verbPrograms =
  /^(?:kubectl|oc|helm|docker|podman|crictl|systemctl|service|aws|gcloud|az|gsutil|terraform|git|etcdctl|vault|consul|nomad|rabbitmqctl|redis-cli|ceph|rados|rbd|velero|cmctl|vtctldclient|vtctlclient|cockroach|kops|knife|gh|glab|npm|pip|apt|apt-get|yum|dnf|brew|flux|argocd|istioctl|cf|virtctl|noobaa|odf|rosa|ory|keycloak|psql|mysql|cmd|ansible|gds|k|chef-client|gitlab-ctl|gitlab-rails|etcdutl|operator-sdk|steampipe|cloud-platform)$/;

function partEffect(part: string): EffectGuess | undefined {
  const words = part
    .replace(/^[({\s]+/, "")
    .split(/\s+/)
    .filter((word) => word !== "" && !/^[A-Za-z_][A-Za-z0-9_]*=/.test(word));
  while (
    words[0] !== undefined &&
    /^(?:sudo|time|nohup|watch|exec|env|doas|bundle|command|do|then|else|!)$/.test(words[0])
  )
    words.shift();
  const [program = "", ...rest] = words;
  if (program === "" || program.startsWith("#")) return undefined;
  const name = (program.split("/").at(-1) ?? program).toLowerCase().replace(/^["']|["']$/g, "");
  // A redirection into a file, not `2>&1`, `>/dev/null` or a placeholder.
  const writes = /(?:^|\s|[0-9&])>{1,2}\s*(?!\s|&|\/dev\/|>)[^\s<>]/.test(
    part.replace(/<[^<>\s]{1,60}>/g, "x"),
  );
  // A signal that a program reads its settings again with, or 0, ends nothing.
  if (
    /^p?kill(?:all)?$/.test(name) &&
    rest.some((word) => /^-(?:s=?)?(?:SIG)?(?:HUP|USR[12]|WINCH|0)$/.test(word))
  )
    return { effect: "changes", because: `\`${name}\` only sends a signal` };
  if (destroyers.has(name)) return { effect: "destroys", because: `\`${name}\` destroys` };
  if (name === "tee" || name === "sed" || name === "curl" || name === "wget") return special(name, rest);
  if (verbPrograms.test(name)) return byVerb(name, rest);
  if (readers.has(name) || /^get-/.test(name))
    return writes
      ? { effect: "changes", because: "it writes to a file" }
      : { effect: "reads", because: `\`${name}\` only looks` };
  if (/^(?:remove|stop|clear)-/.test(name)) return { effect: "destroys", because: `\`${name}\` destroys` };
  const verb = rest.slice(0, 3).find((word) => destroyVerbs.test(word));
  if (verb !== undefined) return { effect: "destroys", because: `\`${clip(name)} ${verb}\` destroys` };
  return { effect: "changes", because: `\`${clip(name)}\` is not known` };
}

function special(name: string, rest: readonly string[]): EffectGuess {
  if (name === "sed" && !rest.some((word) => /^-[a-zA-Z]*i|^--in-place/.test(word)))
    return { effect: "reads", because: "`sed` without `-i` only looks" };
  if (name === "wget") return { effect: "changes", because: "`wget` writes a file" };
  if (name === "curl") {
    const at = rest.findIndex((word) => /^(?:-X|--request)$/.test(word));
    const method = (
      at >= 0 ? rest[at + 1] : rest.find((word) => /^-X[A-Z]/.test(word))?.slice(2)
    )?.toUpperCase();
    if (method === "DELETE") return { effect: "destroys", because: "`curl` sends DELETE" };
    const sends = rest.some((word) => /^(?:-d|--data.*|-F|--form|-T|--upload-file|--json)$/.test(word));
    if ((method === undefined && !sends) || method === "GET" || method === "HEAD")
      return { effect: "reads", because: "`curl` only asks" };
  }
  return { effect: "changes", because: `\`${name}\` writes` };
}

function byVerb(name: string, rest: readonly string[]): EffectGuess {
  if (rest.some((word) => /^--(?:help|version|dry-run(?:=.*)?)$/.test(word)))
    return { effect: "reads", because: `\`${name}\` is only asked` };
  const words = rest.filter((word) => /^[a-z][a-z-]*$/i.test(word)).map((word) => word.toLowerCase());
  const verb =
    name === "aws" || name === "gcloud" || name === "az" ? words.flatMap((word) => word.split("-")) : words;
  const gone = verb.slice(0, 6).find((word) => destroyVerbs.test(word));
  if (gone !== undefined) return { effect: "destroys", because: `\`${name} ${gone}\` destroys` };
  if (name === "git" && words[0] === "clone")
    return { effect: "changes", because: "`git clone` writes files" };
  const seen = verb.slice(0, 3).find((word) => readVerbs.test(word));
  if (seen !== undefined && !verb.slice(0, 3).includes("exec"))
    return { effect: "reads", because: `\`${name} ${seen}\` only looks` };
  // What runs inside a container is a command of its own.
  const inner = rest.indexOf("--");
  if (words.slice(0, 3).some((word) => word === "exec" || word === "rsh") && inner >= 0)
    return partEffect(rest.slice(inner + 1).join(" ")) ?? { effect: "changes", because: "it opens a shell" };
  return {
    effect: "changes",
    because: `\`${clip(`${name} ${words[0] ?? ""}`.trim())}\` is not known to only look`,
  };
}

function sqlEffect(statement: string): EffectGuess | undefined {
  const verb = /^\s*([A-Za-z]+)/.exec(statement.replace(/^(?:\s*--[^\n]*\n)+/, ""))?.[1]?.toUpperCase();
  if (verb === undefined) return undefined;
  if (/^(?:DROP|DELETE|TRUNCATE|KILL)$/.test(verb))
    return { effect: "destroys", because: `\`${verb}\` destroys` };
  if (/^(?:SELECT|SHOW|EXPLAIN|DESCRIBE|DESC|USE|WITH|VALUES)$/.test(verb))
    return { effect: "reads", because: `\`${verb}\` only looks` };
  return { effect: "changes", because: `\`${clip(verb)}\` changes` };
}

function clip(text: string): string {
  return text.length > 30 ? `${text.slice(0, 30)}…` : text;
}
