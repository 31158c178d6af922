#!/usr/bin/env bash
# Greenroom's agent within a Linux instance: it proves that the instance is ready, keeps the claimant's own services quiet until the
# instance is handed over, and then runs the claim's user data once. Needs bash 4, coreutils, chrony, and a curl that signs all headers
# (7.88 does, by test; --aws-sigv4 itself came with 7.75).
#
#   greenroom-agent run                        for ever, as a service; started once per boot
#   greenroom-agent may-start                  exit 0: the instance is the claimant's, or none of Greenroom's (for ExecCondition=)
#   greenroom-agent report NAME [failed TEXT]  reports a stage from a script of yours
#
# GREENROOM_URL: the plane's API, such as https://abc123.execute-api.eu-west-1.amazonaws.com; from /etc/greenroom/agent.conf, if not
# from the environment. Executables in /etc/greenroom/needs.d/NAME prove the signal NAME by exiting with 0; those in
# /etc/greenroom/modes.d/MODE run once per boot when a start comes to that mode, such as in-use. See docs/use/guests.md.
# Where the launch's boot script left a launch token in /etc/greenroom/launch-token, that is sent, and nothing is signed.
set -uo pipefail
umask 077

CONF=${GREENROOM_CONF:-/etc/greenroom}
# shellcheck disable=SC1091
if [[ -z ${GREENROOM_URL:-} && -r $CONF/agent.conf ]]; then . "$CONF/agent.conf"; fi
TOKEN_FILE=$CONF/launch-token
STATE_ROOT=${GREENROOM_STATE:-/var/lib/greenroom}
IMDS=${GREENROOM_IMDS:-http://169.254.169.254}
BOOT_ID=${GREENROOM_BOOT_ID:-/proc/sys/kernel/random/boot_id}
TIME_SERVER=169.254.169.123
# Bounds. A pause is in seconds; what is tried again waits for one, two, four… pauses, at most 30.
PAUSE=${GREENROOM_PAUSE:-1}
TRIES_MAX=8
CLOCK_TRIES_MAX=6
ROUNDS_MAX=${GREENROOM_ROUNDS:-0} # 0: for ever
USER_DATA_BYTES_MAX=16384

log() { printf '%s greenroom-agent: %s\n' "$(date -u +%FT%TZ)" "$*" >&2; }
pause() { sleep "$(awk -v unit="$PAUSE" -v times="$1" 'BEGIN { print unit * (times > 30 ? 30 : times) }')"; }
# The value of a field in a flat JSON answer. The plane escapes quotation marks, and no value that is read here has any.
field() { sed -n 's/.*"'"$1"'" *: *"\([^"]*\)".*/\1/p' | head -n 1; }
json_text() { LC_ALL=C tr -cd '\40-\176' <<<"$1" | cut -c1-400 | sed 's/[\\"]/\\&/g'; }

# Instance metadata, version 2 only. 0: there · 1: EC2 says there is no such thing · 2: no answer.
imds() {
  local token code
  for ((try = 1; try <= TRIES_MAX; try++)); do
    token=$(curl -sf -m 2 -X PUT "$IMDS/latest/api/token" -H 'x-aws-ec2-metadata-token-ttl-seconds: 60') &&
      code=$(curl -s -m 2 -o "$SCRATCH/imds" -w '%{http_code}' "$IMDS/latest/$1" -H "x-aws-ec2-metadata-token: $token") && {
      [[ $code == 200 ]] && { cat "$SCRATCH/imds"; return 0; }
      [[ $code == 404 ]] && return 1
    }
    pause $((2 ** try / 2))
  done
  return 2
}

# One request: METHOD PATH [BODY], with the launch token if there is one, else signed. Prints the status; the answer lies in
# $SCRATCH/answer. Nothing secret is on a command line.
request() {
  local proof options=()
  if [[ -e $TOKEN_FILE ]]; then proof=$(by_token) || return 1
  else proof=$(by_profile) && options=(--aws-sigv4 "aws:amz:$(imds meta-data/placement/region):execute-api") || return 1; fi
  [[ $# -ge 3 ]] && { printf '%s' "$3" >"$SCRATCH/body"; options+=(--data-binary "@$SCRATCH/body" -H 'content-type: application/json'); }
  curl -s -m 20 -X "$1" -o "$SCRATCH/answer" -w '%{http_code}' "${options[@]}" -K - "$GREENROOM_URL$2" <<<"$proof"
}
# What proves who asks, as lines of curl's configuration. The token is read anew each time: the boot script may run after the agent.
by_token() {
  local token
  read -r token <"$TOKEN_FILE"
  [[ $token =~ ^[A-Za-z0-9_-]{1,100}$ ]] || { log "what $TOKEN_FILE holds is no launch token"; return 1; }
  printf 'header = "x-greenroom-launch-token: %s"\n' "$token"
}
by_profile() {
  local role creds
  if ! role=$(imds meta-data/iam/security-credentials/) || ! creds=$(imds "meta-data/iam/security-credentials/${role%%$'\n'*}"); then
    log "there is no launch token in $TOKEN_FILE, and no profile whose credentials could sign"
    return 1
  fi
  printf 'user = "%s:%s"\nheader = "x-amz-security-token: %s"\n' \
    "$(field AccessKeyId <<<"$creds")" "$(field SecretAccessKey <<<"$creds")" "$(field Token <<<"$creds")"
}

# The same until it is answered. 404 is asked again: the record may come after the boot. So is 403, with the clock set first: a
# signature made by a clock that is minutes off is refused, before the plane can say that it is. A launch token has no clock, and is
# refused until the launch is recorded. 0: done · 1: refused, or given up.
ask() {
  local status
  for ((ask_try = 1; ask_try <= TRIES_MAX; ask_try++)); do
    : >"$SCRATCH/answer"
    status=$(request "$@") || status=000
    case $status in
      2??) return 0 ;;
      404 | 429 | 5?? | 000) ;;
      403)
        if [[ -e $TOKEN_FILE ]]; then log "$1 $2: 403; the launch token in $TOKEN_FILE is refused"
        else log "$1 $2: 403; setting the clock"; force_time; fi
        ;;
      *) log "$1 $2: $status $(head -c 300 "$SCRATCH/answer")"; return 1 ;;
    esac
    pause $((2 ** ask_try / 2))
  done
  log "$1 $2: given up after $TRIES_MAX tries, at last $status"
  return 1
}

# signal NAME true|false TEXT [OFFSET_MS]: 0 if the plane took it in.
signal() {
  local body="{\"name\":\"$1\",\"ok\":$2,\"boot\":$BOOT"
  [[ -n ${NONCE:-} ]] && body+=",\"nonce\":\"$NONCE\""
  [[ -n $3 ]] && body+=",\"text\":\"$(json_text "$3")\""
  [[ -n ${4:-} ]] && body+=",\"offsetMs\":$4"
  ask POST "/instances/$INSTANCE/signals" "$body}" || return 1
  grep -q '"accepted":true' "$SCRATCH/answer" || { log "$1 was refused: $(head -c 300 "$SCRATCH/answer")"; return 1; }
  log "reported $1 ($2${4:+, $4 ms}) of boot $BOOT"
}

# The clock's offset in ms, ahead is positive; fails while chrony is not synchronised. Source: chronyc(1), tracking.
offset_ms() {
  chronyc -n tracking 2>&1 | awk '
    /^System time/ { ms = $4 * 1000; if ($6 == "slow") ms = -ms; seen = 1 }
    /^Leap status/ && !/Not synchronised/ { synced = 1 }
    END { if (!seen || !synced) exit 1; printf "%.3f", ms }'
}
# Has chrony ask Amazon's time server at once and set the clock in one step, however far off it is.
force_time() { { chronyc -n "add server $TIME_SERVER iburst prefer"; chronyc -n burst 4/4; chronyc -n waitsync 5 0 0 1; chronyc -n makestep; } >/dev/null 2>&1; }

# Reports the offset until the plane is content with it. A clock that cannot be measured is no evidence; after so many tries it is a failure.
prove_clock() {
  local offset
  for ((clock_try = 1; clock_try <= CLOCK_TRIES_MAX; clock_try++)); do
    if offset=$(offset_ms); then
      signal clock true "" "$offset" || return 1
      grep -q '"code":"clock-off"' "$SCRATCH/answer" || return 0
      log "the clock is off by $offset ms; setting it"
    else
      log "the clock is not synchronised (try $clock_try)"
    fi
    force_time
    pause $((2 ** clock_try / 2))
  done
  signal clock false "not synchronised with $TIME_SERVER after $CLOCK_TRIES_MAX tries"
}

# Proves one need of this start, once per boot.
prove() {
  local mark="$STATE/proven/$NONCE.$BOOT.$1" said
  [[ -e $mark ]] && return 0
  case $1 in
    clock) prove_clock || return 1 ;;
    agent) signal agent true "" || return 1 ;;
    *)
      # Somebody else reports what there is no script for.
      [[ -x $CONF/needs.d/$1 ]] || return 0
      if said=$("$CONF/needs.d/$1" 2>&1); then
        signal "$1" true "" || return 1
      else
        # The bootstrap instructions says what becomes of an instance that failed.
        signal "$1" false "${said##*$'\n'}" && : >"$mark"
        return 1
      fi
      ;;
  esac
  : >"$mark"
}

# once NAME KEY FILE: runs it once for this start and key, a reboot in its middle included: the mark is on the disk before it begins.
once() {
  mkdir "$STATE/once/$NONCE.$2" 2>/dev/null || return 0
  sync -f "$STATE/once" 2>/dev/null || sync
  log "running $1"
  "$3" >>"$STATE/$1.log" 2>&1
  log "$1 ended with $?"
}

run_user_data() {
  [[ -e $STATE/once/$NONCE.user-data || -e $STATE/once/$NONCE.none ]] && return 0
  ask GET "/instances/$INSTANCE/starts/$NONCE/user-data" || return 1
  [[ -s $SCRATCH/answer ]] || { mkdir -p "$STATE/once/$NONCE.none"; return 0; }
  [[ $(stat -c %s "$SCRATCH/answer") -le $USER_DATA_BYTES_MAX ]] || { log "the user data is too large"; return 1; }
  install -m 700 "$SCRATCH/answer" "$STATE/user-data"
  once user-data user-data "$STATE/user-data"
  rm -f "$STATE/user-data"
}

# Asks for the bootstrap instructions and does what it says. Sets MODE and NONCE.
round() {
  local bootstrap need
  ask GET "/instances/$INSTANCE/bootstrap" || return 1
  bootstrap=$(cat "$SCRATCH/answer")
  MODE=$(field mode <<<"$bootstrap") NONCE=$(field nonce <<<"$bootstrap")
  [[ $(cat "$STATE/mode" 2>/dev/null) == "$MODE" ]] || log "mode $MODE"
  printf '%s\n' "$MODE" >"$STATE/mode.new" && mv "$STATE/mode.new" "$STATE/mode"
  [[ -n $NONCE ]] || return 0
  local needs
  read -ra needs < <(grep -o '"needs":\[[^]]*\]' <<<"$bootstrap" | sed 's/^"needs"://; s/[]",[]/ /g')
  for need in "${needs[@]}"; do
    prove "$need" || return 1
  done
  [[ $MODE == in-use ]] && { run_user_data || return 1; }
  [[ -x $CONF/modes.d/$MODE ]] && once "mode-$MODE" "$MODE.$BOOT" "$CONF/modes.d/$MODE"
  return 0
}

# A boot is counted once however often the agent starts in it; an instance made from this one's image begins with its first.
count_boot() {
  local now
  now=$(cat "$BOOT_ID")
  BOOT=$(cat "$STATE/boots" 2>/dev/null || echo 0)
  [[ $(cat "$STATE/boot-id" 2>/dev/null) == "$now" ]] && return
  BOOT=$((BOOT + 1))
  printf '%s\n' "$BOOT" >"$STATE/boots"
  printf '%s\n' "$now" >"$STATE/boot-id"
  # What was said before this boot may be over.
  rm -f "$STATE/mode"
}

SCRATCH=$(mktemp -d) || exit 1
trap 'rm -rf "$SCRATCH"' EXIT
# Whoever has no pool is none of ours: its services may start.
pool=$(imds meta-data/tags/instance/greenroom:pool)
case $? in
  1) log "this instance is in no pool"; exit 0 ;;
  2) log "instance metadata does not answer"; exit 1 ;;
esac
INSTANCE=$(imds meta-data/instance-id) || exit 1
: "${GREENROOM_URL:?the address of the API is not set, neither here nor in $CONF/agent.conf}"
STATE=$STATE_ROOT/$INSTANCE
mkdir -p "$STATE/proven" "$STATE/once" || exit 1
count_boot

case ${1:-} in
  run)
    log "boot $BOOT of $INSTANCE in pool $pool"
    MODE="" NONCE=""
    for ((rounds = 1; ROUNDS_MAX == 0 || rounds <= ROUNDS_MAX; rounds++)); do
      before=$MODE/$NONCE
      round || log "this round failed; the next will try again"
      # What changed may go on at once. In a pool it is looked for more often than by a claimant.
      [[ $before == "$MODE/$NONCE" ]] && case $MODE in in-use) pause 15 ;; leave) pause 30 ;; *) pause 5 ;; esac
    done
    exit 0
    ;;
  may-start) [[ $(cat "$STATE/mode" 2>/dev/null) == in-use ]] ;;
  report)
    ask GET "/instances/$INSTANCE/bootstrap" && NONCE=$(field nonce <"$SCRATCH/answer") || exit 1
    # Who reports what was made for one start does not report it for the next.
    [[ ${GREENROOM_NONCE:-$NONCE} == "$NONCE" ]] || { log "the start $GREENROOM_NONCE is over"; exit 1; }
    if [[ ${3:-} == failed ]]; then signal "${2:?a name}" false "${4:-no reason given}"; else signal "${2:?a name}" true "${3:-}"; fi
    ;;
  *) sed -n '6,8s/^# *//p' "$0" >&2; exit 2 ;;
esac
