/*
 * Whether words are a command. Decided by what the first of them is: the programs that runbooks call, or a path. Prose that
 * begins with one of these, "make sure that the …", is told by its small words.
 */

/** Whether a line of a fence reads as a command. Generous: a fence holds commands more often than not. */
export function looksLikeCommand(line: string): boolean {
  const words = wordsOf(line);
  const [first = ""] = words;
  if (words[1] === "|" && first.length === 1) return false;
  if (isPath(first) || isCmdlet(first)) return !isProse(words);
  if (programs.has(first)) return !isProse(words);
  return (
    /^[A-Za-z][\w-]*$/.test(first) &&
    words.length > 1 &&
    words.slice(1, 4).some((word) => /^--?[a-z]/i.test(word)) &&
    !isProse(words)
  );
}

/** Whether a code span is a command rather than the name of something: a program that is known, and what it works on. */
export function isInlineCommand(code: string): boolean {
  const words = wordsOf(code.trim());
  const [first = ""] = words;
  if (words.length < 2 || code.length > 2000) return false;
  if (isPath(first))
    return (
      /^\.{0,2}\/|^~\//.test(first) && words.slice(1).some((word) => /^[-<$\w]/.test(word)) && !isProse(words)
    );
  return (programs.has(first) || isCmdlet(first)) && !isProse(words);
}

/** The words from the program on: what is set before it, and who it is run as, taken away. */
function wordsOf(line: string): string[] {
  const words = line.trim().slice(0, 1000).split(/\s+/);
  let at = 0;
  while (/^[A-Za-z_]\w{0,60}=/.test(words[at] ?? "") || carriers.has(words[at] ?? "")) {
    const isCarrier = carriers.has(words[at] ?? "");
    at++;
    while (isCarrier && /^-/.test(words[at] ?? "")) at++;
  }
  return words
    .slice(at === words.length ? 0 : at)
    .map((word, index) => (index === 0 ? word.replace(/^[({]+|[;)]+$/g, "") : word));
}

/** `Get-ADUser`, as PowerShell names them. */
const isCmdlet = (word: string) => /^[A-Z][a-z]{1,20}-[A-Z][A-Za-z]{1,40}$/.test(word);

const isPath = (word: string) =>
  /^(?:\.{1,2}|~)\/[\w.$@-]|^\/[\w.-]+\/[\w.$@-]|^[A-Za-z]:\\\S+\.(?:exe|bat|cmd|ps1)$/.test(word) ||
  /^[\w.-]+\/[\w./-]+\.(?:sh|py|rb|pl|js)$|^[\w-]+\.(?:sh|ps1|exe|bat)$/.test(word);

function isProse(words: readonly string[]): boolean {
  const small = words.slice(1, 12).filter((word) => smallWords.has(word)).length;
  return (
    small >= 2 ||
    (small === 1 &&
      (words.length <= 6 || /[a-z][.:!]$/.test(words.at(-1) ?? "")) &&
      !words.some((word) => word.startsWith("-")))
  );
}

const carriers = new Set([
  "sudo",
  "time",
  "nohup",
  "exec",
  "env",
  "nice",
  "!",
  "watch",
  "xargs",
  "command",
  "doas",
]);

const smallWords = new Set(
  "the a an this that these those you your we our it its is are was be to of and or which there should must when while sure".split(
    " ",
  ),
);

const programs = new Set(
  (
    "acme.sh alembic alertmanager amtool ansible ansible-playbook apk apt apt-cache apt-get apt-mark argocd " +
    "awk aws aws-vault az base64 bash bazel be blkid bosh brew bundle bzip2 calicoctl cargo cat cbt cd ceph " +
    "ceph-volume cephadm certbot cf cfssl checkov chef-client chgrp chmod chown chroot cilium clamscan " +
    "cloud-init cmctl cockroach composer conda conftest consul consul-cli container-fetch-cache cosign cp " +
    "credhub crictl crontab crushtool cscli csrutil ctr cue curl cut cypher-shell date dd deno df dig direnv " +
    "diskutil dmesg dnf docker docker-compose docker-machine doctl dog dotnet doveadm dpkg dpkg-reconfigure " +
    "drill du eapol_test echo egrep eksctl elasticdump etcd etcdctl etcdutl eval exim export fdisk fgrep find " +
    "firewall-cmd fleetctl flux fly flyctl free freeradius fsck fuser gcloud gds gh git gitlab-ctl " +
    "gitlab-psql gitlab-rails gitlab-rails-console gitlab-rake glab go govuk-docker govuk-docker-run gpg " +
    "gradle grep groupadd grpcurl gsutil gunzip gzip head helm helmfile heroku hey host hostname hostnamectl " +
    "htop http https hugo hydra ifconfig iftop influx iostat iotop ip iptables istioctl java jobs journalctl " +
    "jq jsonnet k k3s k6 k9s kafka-topics kcadm.sh keytool kfk kill killall kind kinit klist knife kops " +
    "kratos ksql kubeadm kubectl kubectx kubelet kubens kubeseal kustomize launchctl ldapmodify ldapsearch " +
    "less linkerd ln logcli loginctl ls lsblk lsof lspci lvextend lvs lxc mailx make mc md5 md5sum mdadm " +
    "mimirtool minikube mkdir mkfs mkpasswd mongo mongodump mongosh mount mpstat mtr mv mvn mysql mysqladmin " +
    "mysqlctl mysqldump nano nc ncat needrestart net netsh netstat newrelic nft ngrok nmap nmcli node nomad " +
    "npm npx nsenter nslookup ntpq oathkeeper oc okta op opa openshift-install openssl ory osqueryi packer " +
    "parted partprobe passwd patronictl pbcopy pbpaste pg_basebackup pg_ctl pg_dump pg_dumpall pg_restore " +
    "pgbench pgrep php pidstat ping pip pip3 pkill pnpm podman poetry popd postqueue postsuper powershell " +
    "pre-commit printf promtool ps psql pulumi pushd pvs pwd pwgen pwsh pytest python python3 rabbitmqctl " +
    "rados radosgw-admin radtest rails rake rbd rbspy redis-benchmark redis-cli reg renice repmgr resolvectl " +
    "restic rm rmdir rsync ruby runbooks runme rvm s3cmd sar sc scp screen sed sendmail seq service sftp sh " +
    "sha256sum shasum shred skopeo sleep snap softwareupdate sops sort source splunk sqlite3 ss ssh ssh-add " +
    "ssh-copy-id ssh-keygen ssh-keyscan stat steampipe stern strace su supervisorctl sw_vers swapoff swapon " +
    "sysctl systemctl systemd-analyze tail tar tcpdump tee telepresence telnet terraform terragrunt tfsec " +
    "timedatectl timeout tkn tmux top touch tox tput tr traceroute tree trivy truncate tsh ubuntu-advantage " +
    "ufw ulimit umask umount uname uniq unset unzip uptime useradd usermod uv vagrant vault vboxmanage velero " +
    "vgs vi vim virsh virtualenv visudo vmstat volatility vtctl vtctlclient vtctldclient vtorc vttablet wal-g " +
    "wc wevtutil wg wget which who whoami whois wrk xfs_growfs yara yarn yq ytt yum zip zypper"
  ).split(" "),
);
