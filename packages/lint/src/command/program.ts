import type { ShellCommand, ShellWord, SimpleCommand } from "./shell.js";

/** What a simple command runs in the end: `systemctl` for `ssh db1 sudo systemctl stop app`. */
export interface Program {
  /** Without its folder. */
  readonly name: string;
  readonly args: readonly ShellWord[];
}

/** Programs that run what follows them, and those of their options that take a word. */
const wrappers: Readonly<Record<string, readonly string[]>> = {
  sudo: ["-u", "--user", "-g", "--group", "-h", "--host", "-p", "-C", "-D", "-R", "-T"],
  doas: ["-u", "-C"],
  env: ["-u", "--unset", "-C", "--chdir"],
  nohup: [],
  time: ["-f", "-o"],
  nice: ["-n"],
  ionice: ["-c", "-n"],
  stdbuf: ["-i", "-o", "-e"],
  timeout: ["-k", "-s"],
  exec: ["-a"],
  builtin: [],
  command: [],
  xargs: ["-n", "-P", "-I", "-L", "-d", "-s", "-E", "-a"],
  ssh: [..."BbcDEeFIiJLlmOopQRSWw"].map((letter) => `-${letter}`),
};

/** Of these, the word before what they run: a host, a time. */
const operands: Readonly<Record<string, number>> = { ssh: 1, timeout: 1 };

/** The program of a simple command behind `sudo`, `env`, `timeout`, `ssh host` and the like, if it names one. */
export function programOf(command: SimpleCommand): Program | undefined {
  let words = command.words;
  // Each turn takes words away, so it ends.
  for (;;) {
    const [first, ...args] = words;
    if (!first) return undefined;
    const name = first.value.slice(first.value.lastIndexOf("/") + 1);
    const inner = wrapped(name, args);
    if (inner === undefined || inner.length === 0) return { name, args };
    words = inner;
  }
}

/** The words that a wrapper runs; undefined for what is none. */
function wrapped(name: string, args: readonly ShellWord[]): readonly ShellWord[] | undefined {
  if (/^(?:kubectl|oc|k|docker|podman)$/.test(name)) {
    const end = args.findIndex(({ value }) => value === "--");
    return args.some(({ value }) => value === "exec") && end >= 0 ? args.slice(end + 1) : undefined;
  }
  const valued = Object.hasOwn(wrappers, name) ? wrappers[name] : undefined;
  // `command -v` asks, and runs nothing.
  if (!valued || (name === "command" && /^-[vV]/.test(args[0]?.value ?? ""))) return undefined;
  let at = 0;
  for (; at < args.length; at++) {
    const { value = "" } = args[at] ?? {};
    if (value === "--") return args.slice(at + 1 + (operands[name] ?? 0));
    if (valued.includes(value)) at++;
    else if (!value.startsWith("-") && !(name === "env" && /^\w+=/.test(value))) break;
  }
  return args.slice(at + (operands[name] ?? 0));
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** They only look, and what they do when nothing is found is not a fault of theirs. */
const readers = words(
  `[ [[ : awk base64 basename cat cmp column comm cut date df diff dig dirname dmesg du echo egrep expr false fgrep file
  free getent grep head hexdump host hostname id jq journalctl last less ls lsblk lscpu lsof md5sum nl nproc nslookup od
  pgrep pidof ping printenv printf ps pwd readlink realpath rg seq sha256sum sha512sum sort ss stat strings sum tac tail
  test tr true type uname uniq uptime vmstat w wc whereis which who whoami xxd yes yq zcat zgrep`,
);

/** They change something whatever their arguments are. */
const changers = words(
  `ansible-playbook chgrp chmod chown cp createdb createuser crontab dd dropdb dropuser fallocate groupadd groupdel
  groupmod initctl insmod install iptables ln lvcreate lvextend lvremove mkdir mkfifo mkfs mkswap modprobe mount mv nft
  parted patch pg_restore pg_rewind pg_upgrade resize2fs restic rm rmdir rmmod rsync scp sgdisk shred swapoff swapon
  truncate umount unlink useradd userdel usermod wipefs zfs zpool`,
);

interface Verbs {
  readonly reads: RegExp;
  readonly changes: RegExp;
}

const cluster: Verbs = {
  reads:
    /^(?:get|describe|logs|explain|version|api-resources|api-versions|cluster-info|top|auth|diff|wait|status|history|events)$/,
  changes:
    /^(?:apply|create|delete|patch|replace|scale|rollout|restart|undo|set|annotate|label|drain|cordon|uncordon|taint|edit|expose|autoscale|adm)$/,
};
const containers: Verbs = {
  reads: /^(?:ps|images|inspect|logs|version|info|stats|top|port|diff|history|search)$/,
  changes:
    /^(?:run|rm|rmi|stop|start|restart|kill|pause|unpause|pull|push|load|import|prune|up|down|create|tag|update|rename)$/,
};
const services: Verbs = {
  reads: /^(?:status|is-[a-z]+|show|cat|list-[a-z]+)$/,
  changes:
    /^(?:start|stop|restart|reload|try-restart|enable|disable|mask|unmask|isolate|kill|daemon-reload|set-[a-z]+|reboot|poweroff|halt)$/,
};
const packages: Verbs = {
  reads: /^(?:list|search|show|info|check|policy|query|outdated|view|ls|audit|freeze)$/,
  changes:
    /^(?:install|remove|purge|upgrade|update|dist-upgrade|downgrade|autoremove|erase|publish|uninstall|ci|add)$/,
};
const clouds: Verbs = {
  reads: /^(?:describe|list|get|ls|head|show|batch-get|wait|search|lookup|view|check|test)(?:-|$)/,
  changes:
    /^(?:create|delete|put|update|terminate|stop|start|reboot|restart|modify|attach|detach|cp|mv|rm|rb|mb|sync|run|register|deregister|enable|disable|set|add|remove|restore|reset|revoke|authorize|deploy|promote|failover|invoke|publish|send|cancel|import|resize|scale|patch|disassociate|associate|release|allocate)(?:-|$)/,
};

/** Programs whose next words say what they do. */
const verbs: Readonly<Record<string, Verbs>> = {
  ...{
    kubectl: cluster,
    oc: cluster,
    k: cluster,
    docker: containers,
    podman: containers,
    systemctl: services,
  },
  ...{ service: services, "rc-service": services, supervisorctl: services },
  ...{
    apt: packages,
    "apt-get": packages,
    dnf: packages,
    yum: packages,
    apk: packages,
    pip: packages,
    npm: packages,
  },
  ...{ aws: clouds, gcloud: clouds, az: clouds },
  helm: {
    reads: /^(?:status|list|ls|get|history|show|search|diff|template|lint)$/,
    changes: /^(?:install|upgrade|uninstall|delete|rollback|push)$/,
  },
  git: {
    reads: /^(?:status|log|diff|show|rev-parse|ls-remote|ls-files|describe|blame|remote)$/,
    changes:
      /^(?:push|commit|reset|merge|rebase|checkout|switch|clean|pull|apply|am|cherry-pick|revert|rm|mv|tag|stash)$/,
  },
  terraform: {
    reads: /^(?:plan|show|output|validate|version|graph|providers)$/,
    changes: /^(?:apply|destroy|import|taint|untaint|force-unlock)$/,
  },
};

/** Whether it only looks at what is on this machine or at what is piped to it. */
export function readsHere(program: Program): boolean {
  return readers.has(program.name) || (program.name === "sed" && programEffect(program) === "reads");
}

/** What a program is known to do; `unknown` where its name and its words do not tell. */
export function programEffect({ name, args }: Program): "reads" | "changes" | "unknown" {
  if (readers.has(name) || (name === "command" && args.length > 0)) return "reads";
  if (changers.has(name) || name.startsWith("mkfs.")) return "changes";
  if (name === "sed")
    return args.some(({ value }) => /^-[a-zA-Z]*i|^--in-place/.test(value)) ? "changes" : "reads";
  if (name === "curl") return curlEffect(args);
  const known = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  // Options with values may stand before the verb, so the first word that is one decides.
  for (const { value } of known ? args : []) {
    if (known?.reads.test(value)) return "reads";
    if (known?.changes.test(value)) return "changes";
  }
  return "unknown";
}

function curlEffect(args: readonly ShellWord[]): "reads" | "changes" {
  const sends = args.some(({ value }, index) => {
    const method = /^(?:-X|--request)$/.test(value)
      ? args[index + 1]?.value
      : /^(?:-X|--request=)(.+)$/.exec(value)?.[1];
    if (method !== undefined) return !/^(?:GET|HEAD)$/.test(method);
    return /^(?:-d|-F|-T|--data|--form|--json|--upload-file)/.test(value);
  });
  return sends && !args.some(({ value }) => value === "-G" || value === "--get") ? "changes" : "reads";
}

/** A command as a message names it: its name and the verbs behind it. Behind an option or a name, a secret may stand. */
export function showCommand(command: ShellCommand): string {
  if (command.kind !== "simple")
    return loops.has(command.kind) ? `the \`${command.kind}\` loop` : "the commands inside";
  const [name, ...args] = command.words.map(({ text }) => text);
  if (name === undefined) return `\`${command.assignments[0]?.name ?? ""}=…\``;
  if (!/^[\w.{}/][\w.{}/-]{0,39}$/.test(name)) return "the command";
  const end = args.findIndex((text) => !/^[a-z][a-z-]{0,19}$/.test(text));
  const verbs = args.slice(0, Math.min(end < 0 ? args.length : end, 2));
  return `\`${[name, ...verbs].join(" ")}${verbs.length < args.length ? " …" : ""}\``;
}

const loops = words("for while until select");
