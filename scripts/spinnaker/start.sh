#!/usr/bin/env bash
# Starts Redis and the Orca engine on loopback and waits until the engine answers. State: .dxcp/spinnaker.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work="$here/../../.dxcp/spinnaker"
orca_port=${ORCA_PORT:-8083}
redis_port=${SPINNAKER_REDIS_PORT:-6399}

for tool in mvn javac redis-server curl; do
  command -v "$tool" >/dev/null || { echo "Missing: $tool (see README.md)" >&2; exit 1; }
done
mkdir -p "$work/classes" "$work/redis"
if [[ -f "$work/orca.pid" ]] && kill -0 "$(cat "$work/orca.pid")" 2>/dev/null; then
  echo "Already running: http://127.0.0.1:$orca_port"
  exit 0
fi
if curl -s -o /dev/null --max-time 2 "http://127.0.0.1:$orca_port/health"; then
  echo "Something else answers on port $orca_port; choose another with ORCA_PORT" >&2
  exit 1
fi

if [[ ! -s "$work/classpath" || "$here/orca/pom.xml" -nt "$work/classpath" ]]; then
  echo "Fetching Orca's jars"
  mvn -q -B -f "$here/orca/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.6.1:build-classpath \
    -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=runtime
fi
classpath=$(cat "$work/classpath")
javac -proc:none -parameters -cp "$classpath" -d "$work/classes" "$here"/orca/*.java

redis-server --bind 127.0.0.1 --port "$redis_port" --save '' --appendonly no --dir "$work/redis" \
  --daemonize yes --pidfile "$work/redis.pid" --logfile "$work/redis.log" >/dev/null

nohup java -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
  --add-opens=java.base/java.util=ALL-UNNAMED --add-opens=java.base/java.lang=ALL-UNNAMED \
  -cp "$work/classes:$classpath" dxcp.spinnaker.OrcaHost \
  --spring.config.additional-location="file:$here/conf/" --server.port="$orca_port" \
  --redis.connection="redis://127.0.0.1:$redis_port" --dxcp.definitions="${DEFINITIONS:-$here/definitions}" \
  >"$work/orca.log" 2>&1 &
echo $! >"$work/orca.pid"

for _ in $(seq 120); do
  if curl -sf -o /dev/null --max-time 2 "http://127.0.0.1:$orca_port/health"; then
    echo "Ready: http://127.0.0.1:$orca_port"
    exit 0
  fi
  kill -0 "$(cat "$work/orca.pid")" 2>/dev/null || break
  # A context that failed leaves threads behind, so the process alone says nothing.
  ! grep -qE 'APPLICATION FAILED TO START|Application run failed' "$work/orca.log" || break
  sleep 1
done
echo "Orca did not start; its last words:" >&2
tail -20 "$work/orca.log" >&2
"$here/stop.sh"
exit 1
