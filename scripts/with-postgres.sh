#!/usr/bin/env bash
# Runs a command beside a PostgreSQL of its own, on a free port and a temporary folder; DATABASE_URL_TEST names it.
set -euo pipefail
PATH="$PATH:/usr/sbin:/sbin"
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "no PostgreSQL server: install Debian's package postgresql" >&2; exit 1; }
dir=$(mktemp -d)
port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
as=()
if [ "$(id -u)" = 0 ]; then
  chown postgres "$dir"
  as=(runuser -u postgres --)
fi
"${as[@]}" "$bin/initdb" -D "$dir/db" -U postgres -A trust --no-instructions >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$dir/db" -w -l "$dir/log" \
  -o "-p $port -k $dir -c listen_addresses=127.0.0.1 -c max_connections=200" start >/dev/null
stop() {
  "${as[@]}" "$bin/pg_ctl" -D "$dir/db" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$dir"
}
trap stop EXIT
export DATABASE_URL_TEST="postgres://postgres@127.0.0.1:$port/postgres"
"$@"
