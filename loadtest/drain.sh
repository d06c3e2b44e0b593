#!/usr/bin/env bash
# How fast a queue drains: the messages are waiting, the other side answers at once, and every gate, the right to send
# and the journal are on. Pace is no limit here: NUMBERS x THROUGHPUT is far above what is measured.
#
#   mvn -B -ntp package -DskipTests && loadtest/drain.sh
#
# Parameters (environment variable, default):
#   MESSAGES    100000       messages of the measured portfolio, one person each
#   WARMUP      50000        messages of another portfolio that drains first, in the same program
#   NUMBERS     10           business numbers of each portfolio
#   THROUGHPUT  5000         messages a second of each number
#   RUNS        1            measured portfolios, one after the other
#   PATIENCE    120          seconds that one drain may take
#   DATA        a new directory under /tmp, removed at the end; Redis' and PostgreSQL's data
#   JAR         target/quarkus-app/quarkus-run.jar
#   JAVA_OPTS   -Xmx1g       of the program
#   KEEP_LOG    unset        where to copy the program's log
#   ON_MEASURE  unset        a command run beside each measured drain, with the program's pid and DATA (a profiler)
#   ESTAFET_*   unset        any setting of the program, for example ESTAFET_JOURNAL_BATCH=256
#
# Needs Linux, curl and pgrep. Ports are free ones. Redis (append-only file on) and PostgreSQL (fsync on) are those of profile embedded.
# The figure is the sink's: messages from the 5th to the 95th percentile of their arrivals, divided by that time.
# It starts what it needs and ends it, also when interrupted.
set -euo pipefail
cd "$(dirname "$0")/.."

MESSAGES=${MESSAGES:-100000} WARMUP=${WARMUP:-50000} NUMBERS=${NUMBERS:-10} THROUGHPUT=${THROUGHPUT:-5000}
RUNS=${RUNS:-1} PATIENCE=${PATIENCE:-120} JAR=${JAR:-target/quarkus-app/quarkus-run.jar} JAVA_OPTS=${JAVA_OPTS:--Xmx1g}
work=$(mktemp -d)
data=${DATA:-$work/data}
sink='' program=''

end() {
    local pid
    for pid in $program $sink; do
        kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
    done
    [[ -n ${KEEP_LOG:-} ]] && cp "$work/program.log" "$KEEP_LOG"
    rm -rf "$work"
}
trap 'end || true' EXIT
trap 'exit 130' INT TERM

die() {
    echo "drain: $*" >&2
    tail -n 20 "$work/program.log" >&2 || true
    exit 1
}

# Waits until a command succeeds; the second argument says what is waited for.
await() {
    local until=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        ((SECONDS < until)) || die "$what: not within its time"
        kill -0 "$program" 2>/dev/null || die "the program has ended"
        sleep 0.2
    done
}

get() { curl -fsS --max-time 2 "http://127.0.0.1:$sink_port/$1"; }
arrived() { [[ $(get figure | cut -d' ' -f1) -ge $1 ]]; }
joinable() { grep -q QUARKUS_DATASOURCE_PASSWORD "$work/program.log"; }
ready() { grep -q 'ProgramLifecycle.*ready' "$work/program.log"; }
fill() { java -cp "$driver" loadtest/Fill.java fill "$1" "$2" "$NUMBERS" "$THROUGHPUT" "http://127.0.0.1:$sink_port"; }
states() { java -cp "$driver" loadtest/Fill.java states "$1"; }
journalled() { [[ $(states "$1" | tr '\n' ' ') == "4 $2 " ]]; }

# User + system time of a process, and of its children that have ended, in seconds. Linux only.
cpu() { awk -v tick="$(getconf CLK_TCK)" '{ print ($14 + $15 + $16 + $17) / tick }' "/proc/$1/stat" 2>/dev/null || echo 0; }
total() { local pid sum=0; for pid in "$@"; do sum="$sum + $(cpu "$pid")"; done; awk "BEGIN { print $sum }"; }
server() { pgrep -f "$1" -u "$(id -u)" || true; }
sample() { echo "$(cpu "$program") $(total $(server "redis.*:$redis_port")) $(total $(tree_of_postgres)) $(cpu "$sink")"; }
tree_of_postgres() { local head; head=$(server "postgres.* $data"); for p in $head; do echo "$p"; pgrep -P "$p" || true; done | sort -u; }

[[ -f $JAR ]] || { echo "drain: $JAR is missing: mvn -B -ntp package -DskipTests" >&2; exit 1; }
driver=$(echo "$(dirname "$JAR")"/lib/main/org.postgresql.postgresql-*.jar)
mkfifo "$work/port"
java -Xmx256m loadtest/Sink.java 0 >"$work/port" &
sink=$!
read -r sink_port <"$work/port"

SECRETS_KEY=$(head -c 32 /dev/urandom | base64) SECRETS_KEY_ID=1
export SECRETS_KEY SECRETS_KEY_ID
# shellcheck disable=SC2086
java $JAVA_OPTS -Dquarkus.profile=embedded -Destafet.demo.enabled=false -Destafet.secrets.key="$SECRETS_KEY" -Dquarkus.http.port=0 \
    -Dquarkus.management.port=0 -Destafet.simulator.port=0 -Destafet.embedded.directory="$data" \
    ${PROGRAM_OPTS:-} -jar "$JAR" >"$work/program.log" 2>&1 &
program=$!
await 60 "servers" joinable
await 60 "start" ready

value() { sed -n "s/^ *export $1=//p" "$work/program.log" | tr -d '"'; }
redis_port=$(value QUARKUS_REDIS_HOSTS | sed 's/.*://; s/[^0-9].*//')
DB_USER=$(value QUARKUS_DATASOURCE_USERNAME)
DB_PASSWORD_FILE=$(value QUARKUS_DATASOURCE_PASSWORD | sed "s/.*'\(.*\)'.*/\1/")
JDBC_URL="jdbc:$(value QUARKUS_DATASOURCE_REACTIVE_URL | sed 's/^vertx-reactive://')"
export DB_USER DB_PASSWORD_FILE JDBC_URL

drain() {
    local name=$1 messages=$2 before after load
    get reset >"$work/reset"
    fill "$name" "$messages"
    await "$PATIENCE" "first message" arrived $((messages / 20))
    before=$(sample)
    load=$(cut -d' ' -f1 /proc/loadavg 2>/dev/null || echo '?')
    await "$PATIENCE" "drain of $messages messages" arrived $((messages * 95 / 100))
    after=$(sample)
    await "$PATIENCE" "drain of $messages messages" arrived "$messages"
    await "$PATIENCE" "journal" journalled "$name" "$messages"
    read -r count seconds rate <<<"$(get figure)"
    [[ $count -eq $messages ]] || die "$count requests for $messages messages"
    echo "$name: $rate messages/s over ${seconds} s; $count requests, $messages sent in the journal; load average $load"
    awk -v n="$messages" -v b="$before" -v a="$after" 'BEGIN {
        split(b, x, " "); split(a, y, " "); n *= 0.9
        printf "  CPU per message, microseconds: estafet %.0f, redis %.0f, postgres %.0f, sink %.0f\n",
            (y[1] - x[1]) / n * 1e6, (y[2] - x[2]) / n * 1e6, (y[3] - x[3]) / n * 1e6, (y[4] - x[4]) / n * 1e6 }'
}

id=$(date +%s)
drain "warmup$id" "$WARMUP"
for ((run = 1; run <= RUNS; run++)); do
    if [[ -n ${ON_MEASURE:-} ]]; then "$ON_MEASURE" "$program" "$data" & fi
    drain "drain$id-$run" "$MESSAGES"
done
