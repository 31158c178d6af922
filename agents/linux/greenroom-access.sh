#!/usr/bin/env bash
# Makes the access that a claim asked for, on the instance itself: a password or a key pair that nobody else has seen. It goes into the
# claimant's entry of Secrets Manager, by the instance's own role (secretsmanager:PutSecretValue on that entry), is set only once it lies
# there, and is then reported to the plane as the signal `access`. Installed as /usr/local/bin/greenroom-access beside greenroom-agent;
# run as root, by SSM. Needs bash 4, coreutils, flock, curl, AWS's CLI, chpasswd or ssh-keygen.
#
#   greenroom-access password|ssh-key SECRET NONCE [USER]     exit 0: made, now or before, and reported
#
# NONCE names the start it is for: asked twice, it is made once. The secret is on no command line, in no output, log or report, and in no
# file but on a file system in memory, which is wiped. See docs/use/guests.md.
{ set +x; } 2>/dev/null
set -uo pipefail
umask 077

usage() { sed -n '7s/^# *//p' "$0" >&2; exit 2; }
KIND=${1:-} SECRET=${2:-} NONCE=${3:-} ACCOUNT=${4:-}
[[ $KIND =~ ^(password|ssh-key)$ && $SECRET =~ ^[A-Za-z0-9_/+=.@:-]+$ && $NONCE =~ ^[0-9a-f]{16}$ ]] || usage
[[ -z $ACCOUNT || $ACCOUNT =~ ^[A-Za-z_][A-Za-z0-9_.-]*$ ]] || usage

AGENT=${GREENROOM_AGENT:-/usr/local/bin/greenroom-agent}
STATE=${GREENROOM_STATE:-/var/lib/greenroom}/access
IMDS=${GREENROOM_IMDS:-http://169.254.169.254}
LOCK_SECONDS=60

log() { printf '%s greenroom-access: %s\n' "$(date -u +%FT%TZ)" "$*" >&2; }
# Only words of this script's own, or the name of AWS's error, are ever reported.
report() { GREENROOM_NONCE=$NONCE "$AGENT" report access "$@"; }
fail() { log "$1"; report failed "$1"; exit 1; }

mkdir -p "$STATE" || exit 1
exec 9>"$STATE/lock"
# Two orders at once would set one secret and put down the other.
flock -w "$LOCK_SECONDS" 9 || { log "another order is under way"; exit 1; }
if [[ -e $STATE/$NONCE ]]; then log "made before"; report; exit; fi

SCRATCH=$(mktemp -d -p "${GREENROOM_SHM:-/dev/shm}") || exit 1
wipe() { find "$SCRATCH" -type f -exec shred -u {} + 2>/dev/null; rm -rf "$SCRATCH"; }
trap wipe EXIT
export TMPDIR=$SCRATCH

if [[ -z $ACCOUNT ]]; then
  for ACCOUNT in ec2-user ubuntu admin debian rocky centos root; do getent passwd "$ACCOUNT" >/dev/null && break; done
fi
HOME_DIR=$(getent passwd "$ACCOUNT" | cut -d: -f6)
[[ -n $HOME_DIR ]] || fail "there is no user $ACCOUNT"

case $KIND in
  password)
    # 24 random bytes, as letters, digits, - and _.
    head -c 24 /dev/urandom | base64 -w 0 | tr '+/' '-_' >"$SCRATCH/password"
    printf '{"username":"%s","password":"%s"}' "$ACCOUNT" "$(<"$SCRATCH/password")" >"$SCRATCH/secret"
    ;;
  ssh-key)
    ssh-keygen -q -t ed25519 -N '' -C "greenroom $NONCE" -f "$SCRATCH/key" </dev/null >/dev/null 2>&1 || fail "no key pair was made"
    printf '{"username":"%s","privateKey":"%s"}' "$ACCOUNT" "$(awk '{ printf "%s\\n", $0 }' "$SCRATCH/key")" >"$SCRATCH/secret"
    ;;
esac

# The entry's own region, if it is an ARN; else the instance's.
REGION=$(cut -d: -f4 <<<"$SECRET")
if [[ $SECRET != arn:* ]]; then
  token=$(curl -sf -m 5 -X PUT "$IMDS/latest/api/token" -H 'x-aws-ec2-metadata-token-ttl-seconds: 60')
  REGION=$(curl -sf -m 5 "$IMDS/latest/meta-data/placement/region" -H "x-aws-ec2-metadata-token: $token")
fi
[[ -n $REGION ]] || fail "the instance's region is not known"
# What the command says might repeat what it was given: nothing of it is passed on but the error's name.
if ! aws secretsmanager put-secret-value --region "$REGION" --secret-id "$SECRET" --secret-string "file://$SCRATCH/secret" \
  >/dev/null 2>"$SCRATCH/said"; then
  code=$(sed -n 's/.*An error occurred (\([A-Za-z]\{1,60\}\)).*/\1/p' "$SCRATCH/said" | head -n 1)
  fail "the secret was not put down: ${code:-no answer}"
fi

case $KIND in
  password)
    printf '%s:%s\n' "$ACCOUNT" "$(<"$SCRATCH/password")" | chpasswd >/dev/null 2>&1 || fail "the password was not set"
    ;;
  ssh-key)
    keys=$HOME_DIR/.ssh/authorized_keys
    install -d -m 700 -o "$ACCOUNT" "$HOME_DIR/.ssh" && touch "$keys" || fail "the key was not set"
    # Of an earlier start's key nothing stays.
    { grep -v ' greenroom [0-9a-f]\{16\}$' "$keys"; cat "$SCRATCH/key.pub"; } >"$SCRATCH/keys"
    install -m 600 -o "$ACCOUNT" "$SCRATCH/keys" "$keys" || fail "the key was not set"
    ;;
esac

: >"$STATE/$NONCE"
log "made a $KIND for $ACCOUNT"
report
