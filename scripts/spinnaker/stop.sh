#!/usr/bin/env bash
# Ends what start.sh began, by the process ids it wrote down. Executions are gone with Redis.
set -euo pipefail
state=${SPINNAKER_STATE:-"$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/../../.dxcp/spinnaker"}
for name in orca redis; do
  [[ -f "$state/$name.pid" ]] || continue
  pid=$(cat "$state/$name.pid")
  kill "$pid" 2>/dev/null || true
  for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
  kill -9 "$pid" 2>/dev/null || true
  rm -f "$state/$name.pid"
done
