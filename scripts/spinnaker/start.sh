#!/usr/bin/env bash
# Starts Redis and the Orca engine on loopback and waits until the engine answers. Needed: see README.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
built="$here/../../.dxcp/spinnaker"
state=${SPINNAKER_STATE:-$built}
orca_port=${ORCA_PORT:-8083}
redis_port=${SPINNAKER_REDIS_PORT:-6399}
# What definitions refer to as @NAME@.
export DEPLOYER_URL=${DEPLOYER_URL:-http://127.0.0.1:${DEPLOYER_PORT:-8099}}

missing=0
for tool in java javac mvn redis-server curl; do
  command -v "$tool" >/dev/null || { echo "Missing: $tool" >&2; missing=1; }
done
[[ $missing == 0 ]] || exit 1
mkdir -p "$built/classes" "$state/redis"
if [[ -z ${DEPLOYER_TOKEN:-} ]]; then
  [[ -s "$state/deployer.token" ]] || (umask 077; od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$state/deployer.token")
  DEPLOYER_TOKEN=$(cat "$state/deployer.token")
fi
export DEPLOYER_TOKEN
say_ready() {
  echo "Ready: http://127.0.0.1:$orca_port"
  echo "A plane on it: DEPLOYER_TOKEN=$DEPLOYER_TOKEN npm start -- --engine-url http://127.0.0.1:$orca_port"
}
if [[ -f "$state/orca.pid" ]] && kill -0 "$(cat "$state/orca.pid")" 2>/dev/null; then
  say_ready
  exit 0
fi
if curl -s -o /dev/null --max-time 2 "http://127.0.0.1:$orca_port/health"; then
  echo "Something else answers on port $orca_port; choose another with ORCA_PORT" >&2
  exit 1
fi

if [[ ! -s "$built/classpath" || "$here/orca/pom.xml" -nt "$built/classpath" ]]; then
  echo "Fetching Orca's jars"
  mvn -q -B -f "$here/orca/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.6.1:build-classpath \
    -Dmdep.outputFile="$built/classpath" -Dmdep.includeScope=runtime ||
    { rm -f "$built/classpath"; echo "Missing: Orca's jars could not be fetched from the Maven repository" >&2; exit 1; }
fi
classpath=$(cat "$built/classpath")
if [[ -n $(find "$here/orca" -name '*.java' -newer "$built/compiled" 2>&1) ]]; then
  rm -rf "$built/classes" && mkdir "$built/classes"
  javac -proc:none -nowarn -parameters -cp "$classpath" -d "$built/classes" "$here"/orca/*.java
  touch "$built/compiled"
fi

# An engine that was killed finds its executions again as long as its Redis lives.
if ! [[ -f "$state/redis.pid" ]] || ! kill -0 "$(cat "$state/redis.pid")" 2>/dev/null; then
  redis-server --bind 127.0.0.1 --port "$redis_port" --save '' --appendonly no --dir "$state/redis" \
    --daemonize yes --pidfile "$state/redis.pid" --logfile "$state/redis.log" >/dev/null
fi

nohup java -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
  --add-opens=java.base/java.util=ALL-UNNAMED --add-opens=java.base/java.lang=ALL-UNNAMED \
  -cp "$built/classes:$classpath" dxcp.spinnaker.OrcaHost \
  --spring.config.additional-location="file:$here/conf/" --server.port="$orca_port" \
  --redis.connection="redis://127.0.0.1:$redis_port" --dxcp.definitions="${DEFINITIONS:-$here/definitions}" \
  >"$state/orca.log" 2>&1 &
echo $! >"$state/orca.pid"

for _ in $(seq 120); do
  if curl -sf -o /dev/null --max-time 2 "http://127.0.0.1:$orca_port/health"; then
    say_ready
    exit 0
  fi
  kill -0 "$(cat "$state/orca.pid")" 2>/dev/null || break
  # A context that failed leaves threads behind, so the process alone says nothing.
  ! grep -qE 'APPLICATION FAILED TO START|Application run failed' "$state/orca.log" || break
  sleep 1
done
echo "Orca did not start; its last words:" >&2
tail -20 "$state/orca.log" >&2
"$here/stop.sh"
exit 1
