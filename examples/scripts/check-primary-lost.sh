#!/usr/bin/env bash
# Asks several other hosts whether a PostgreSQL primary still answers them. It reads only.
#
# One place that gets no answer proves nothing: its own network may be broken. So the primary counts as lost only when at
# least two hosts could look and none of them got an answer.
#
#   check-primary-lost.sh HOST          HOST is a short name, such as db1
#
# Exit 0: lost. 3: it still answers. 4: fewer than two hosts could look. 64: wrong use.
set -euo pipefail

if [ "$#" -ne 1 ]; then
  echo "usage: check-primary-lost.sh HOST" >&2
  exit 64
fi

primary="$1.db.acorn.example"
witnesses=(pool1.acorn.example pool2.acorn.example web1.acorn.example)
looked=0
answered=0

for witness in "${witnesses[@]}"; do
  # pg_isready: 0 accepts connections, 1 rejects them (it starts or stops, so it is alive), 2 no answer.
  # ssh itself fails with 255: then this witness saw nothing, and does not count.
  status=0
  ssh -o BatchMode=yes -o ConnectTimeout=5 "$witness" pg_isready --quiet --timeout=5 --host="$primary" || status=$?
  case "$status" in
    0 | 1)
      looked=$((looked + 1))
      answered=$((answered + 1))
      echo "$witness: $primary answers"
      ;;
    2)
      looked=$((looked + 1))
      echo "$witness: no answer from $primary"
      ;;
    *)
      echo "$witness: could not look (exit $status)"
      ;;
  esac
done

if [ "$answered" -gt 0 ]; then
  echo "result: alive, seen by $answered of $looked"
  exit 3
fi
if [ "$looked" -lt 2 ]; then
  echo "result: unknown, only $looked could look"
  exit 4
fi
echo "result: lost, seen by none of $looked"
