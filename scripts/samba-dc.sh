#!/usr/bin/env bash
# A real Samba AD domain controller for tests and the demo: LDAPS on loopback, everything in one folder.
#
#   samba-dc.sh install    Debian's packages, as root
#   samba-dc.sh provision  a new domain with its people (slow: 3-70 s); replaces the data
#   samba-dc.sh snapshot   keeps the data as they are now in .test/ for every DC_HOME (the server must be down)
#   samba-dc.sh restore    data as after the first provision; provisions and keeps a snapshot if there is none
#   samba-dc.sh start      restores when there are no data, starts, prints the environment
#   samba-dc.sh stop | status | env
#   samba-dc.sh threshold N  failures after which an account is locked, 0 for never (running or not)
#   samba-dc.sh check      status 3 and a reason when this machine cannot run it
#   samba-dc.sh reset      stops and deletes the folder and the snapshot
#
# Environment: DC_HOME  the folder (default .test/dc in the repository)
#              DC_ADDR  127.x.y.z (default: drawn from DC_HOME, so that two checkouts do not meet);
#                       not another port, since Samba hard-codes 389 and 636
#              DC_CERT  good | expired | otherhost | otherca: the certificate that the server shows
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
DC_HOME=$(realpath -m "${DC_HOME:-$HERE/../.test/dc}")
hash=$(printf %s "$DC_HOME" | cksum | cut -d' ' -f1)
DC_ADDR=${DC_ADDR:-127.$((hash / 65025 % 190 + 64)).$((hash / 255 % 255)).$((hash % 253 + 1))}
DC_CERT=${DC_CERT:-good}
REALM=CORP.EXAMPLE.TEST
BASE=DC=corp,DC=example,DC=test
SERVICE_DN=CN=svc-muster,OU=Service,$BASE
SERVICE_PASSWORD='Service-Muster-1!'
DATA=$DC_HOME/data
SNAPSHOTS=$(realpath -m "$HERE/../.test")
TLS=$DC_HOME/tls
CONF=$DATA/smb.conf
PID=$DATA/run/samba.pid

fail() { echo "samba-dc: $1" >&2; exit "${2:-1}"; }
case $DC_ADDR in 127.*) ;; *) fail "DC_ADDR must be in 127.0.0.0/8" 2 ;; esac
case $DC_CERT in good | expired | otherhost | otherca) ;; *) fail "unknown DC_CERT $DC_CERT" 2 ;; esac

installed() {
  [ -x /usr/sbin/samba ] && [ -x /usr/bin/samba-tool ] && [ -x /usr/bin/openssl ] && [ -e /usr/share/samba/setup/provision.ldif ]
}
need() {
  installed || fail "not installed: run '$0 install' (samba-ad-dc samba-ad-provision openssl)" 3
  [ "$(id -u)" = 0 ] || fail "needs root: the ports are below 1024" 3
}
# The number in the file may by now belong to another process: ours has files open in the folder
is_up() { [ -s "$PID" ] && ls -l "/proc/$(cat "$PID")/fd" 2>/dev/null | grep -qF "$DATA/"; }
must_be_down() { if is_up; then fail "stop the server first" 5; fi; }

# Another seed, script or Samba makes another domain: the old snapshot no longer counts.
snapshot_file() {
  echo "$SNAPSHOTS/samba-$({ cat "$HERE"/samba-*; /usr/sbin/samba --version; } | cksum | cut -d' ' -f1).tar"
}

do_install() {
  installed && return 0
  [ "$(id -u)" = 0 ] || fail "install needs root" 3
  apt-get -o DPkg::Lock::Timeout=600 update -qq
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends \
    samba-ad-dc samba-ad-provision openssl >/dev/null
}

write_conf() {
  mkdir -p "$DATA"/{lock,cache,run,log,ncalrpc,binddns,state,private}
  chmod 700 "$DATA/private"
  cat >"$CONF" <<E
[global]
  netbios name = DC1
  workgroup = CORP
  realm = $REALM
  server role = active directory domain controller
  server services = ldap
  dcerpc endpoint servers =
  interfaces = $DC_ADDR/8
  bind interfaces only = yes
  private dir = $DATA/private
  state directory = $DATA/state
  lock directory = $DATA/lock
  cache directory = $DATA/cache
  pid directory = $DATA/run
  ncalrpc dir = $DATA/ncalrpc
  binddns dir = $DATA/binddns
  winbindd socket directory = $DATA/run/winbindd
  ntp signd socket directory = $DATA/run/ntp_signd
  logging = file
  log file = $DATA/log/samba.log
  log level = 1
  tls keyfile = $TLS/$DC_CERT.key
  tls certfile = $TLS/$DC_CERT.pem
  tls cafile = $TLS/ca.pem
  ldap server require strong auth = yes
  # otherwise an old password still binds for an hour after a change
  old password allowed period = 0
E
}

new_authority() { # name
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=Muster test $1" \
    -keyout "$TLS/$1.key" -out "$TLS/$1.pem" -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
}

new_certificate() { # name, subject alternative names, authority, first and last day
  local work=$TLS/work; rm -rf "$work"; mkdir "$work"; : >"$work/index"; openssl rand -hex 8 >"$work/serial"
  cat >"$work/conf" <<E
[ca]
default_ca=x
[x]
database=$work/index
serial=$work/serial
new_certs_dir=$work
default_md=sha256
policy=p
[p]
commonName=supplied
[leaf]
subjectAltName=$2
extendedKeyUsage=serverAuth
keyUsage=critical,digitalSignature
E
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$TLS/$1.key" -out "$work/csr" 2>/dev/null
  # `openssl ca`, since `openssl x509` 3.0 cannot date a certificate into the past
  openssl ca -batch -config "$work/conf" -extensions leaf -cert "$TLS/$3.pem" -keyfile "$TLS/$3.key" \
    -in "$work/csr" -out "$TLS/$1.pem" -startdate "${4}000000Z" -enddate "${5}000000Z" -notext 2>/dev/null
  rm -rf "$work"
}

make_certificates() {
  if [ "$(cat "$TLS/made-for" 2>/dev/null)" = "$DC_ADDR" ]; then
    # Samba refuses a key that others may read, as a copied folder's
    chmod 600 "$TLS"/*.key
    return 0
  fi
  rm -rf "$TLS"; mkdir -p "$TLS"; chmod 700 "$TLS"
  local here=DNS:dc1.corp.example.test,DNS:localhost,IP:$DC_ADDR yesterday last
  yesterday=$(date -u -d yesterday +%Y%m%d); last=$(date -u -d '+9 years' +%Y%m%d)
  new_authority ca
  new_authority other-ca
  new_certificate good "$here" ca "$yesterday" "$last"
  new_certificate expired "$here" ca 20200101 20210101
  new_certificate otherhost DNS:other.example.test ca "$yesterday" "$last"
  new_certificate otherca "$here" other-ca "$yesterday" "$last"
  echo "$DC_ADDR" >"$TLS/made-for"
}

# The path is spelled out: another python3 lacks Samba's modules
run_python() { # script
  if CONF=$CONF SAM=$DATA/private/sam.ldb BASE=$BASE TARGET=$DATA SERVICE_PASSWORD=$SERVICE_PASSWORD \
    /usr/bin/python3 "$HERE/$1" >"$DC_HOME/$1.log" 2>&1; then return 0; fi
  tail -n 20 "$DC_HOME/$1.log" >&2; rm -rf "$DATA"; fail "$1 failed" 4
}

do_provision() {
  need; must_be_down
  rm -rf "$DATA"; mkdir -p "$DATA"
  run_python samba-provision.py
  write_conf
  run_python samba-seed.py
}

do_snapshot() {
  must_be_down
  local file; file=$(snapshot_file)
  mkdir -p "$SNAPSHOTS"; rm -f "$SNAPSHOTS"/samba-*.tar
  tar -C "$DC_HOME" -cf "$file.$$" data && mv "$file.$$" "$file"
}

do_restore() {
  need; must_be_down
  local file; file=$(snapshot_file)
  if [ ! -s "$file" ]; then do_provision; do_snapshot; return 0; fi
  rm -rf "$DATA"; mkdir -p "$DC_HOME"; tar -C "$DC_HOME" -xf "$file"
}

do_start() {
  need
  if is_up; then return 0; fi
  [ -e "$CONF" ] || do_restore
  make_certificates; write_conf; rm -f "$PID"
  # In the foreground mode, detached. Not -i: that takes the end of standard input as 'stop'
  setsid /usr/sbin/samba -s "$CONF" -F --no-process-group -M prefork </dev/null >"$DATA/log/stdout.log" 2>&1 &
  local launched=$! i
  for i in $(seq 1 300); do
    if [ -s "$PID" ] && (exec 3<>"/dev/tcp/$DC_ADDR/636") 2>/dev/null; then return 0; fi
    kill -0 "$launched" 2>/dev/null || break
    sleep 0.1
  done
  kill "$launched" 2>/dev/null || true
  tail -q -n 20 "$DATA/log/stdout.log" "$DATA/log/samba.log" >&2 || true
  fail "the server did not start" 6
}

do_stop() {
  if is_up; then
    local pid i; pid=$(cat "$PID"); kill "$pid" 2>/dev/null || true
    for i in $(seq 1 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    kill -9 "$pid" 2>/dev/null || true
  fi
  rm -f "$PID"
}

do_env() {
  printf '%s\n' "LDAPS_URL=ldaps://$DC_ADDR:636" "LDAP_BASE=$BASE" "TLS_FOLDER=$TLS" \
    "SERVICE_DN=$SERVICE_DN" "SERVICE_PASSWORD=$SERVICE_PASSWORD"
}

case ${1:-} in
  install) do_install ;;
  provision) do_provision ;;
  snapshot) do_snapshot ;;
  restore) do_restore ;;
  start) do_start; do_env ;;
  stop) do_stop ;;
  threshold)
    need
    /usr/bin/samba-tool domain passwordsettings set -s "$CONF" --quiet \
      --account-lockout-threshold="${2:?}" ;;
  status) if is_up; then echo "up, process $(cat "$PID")"; else echo down; exit 1; fi ;;
  env) do_env ;;
  check) need ;;
  reset) do_stop; rm -rf "$DC_HOME" "$SNAPSHOTS"/samba-*.tar ;;
  *) sed -n '2,18s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
