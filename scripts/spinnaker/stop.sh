#!/usr/bin/env bash
# Ends what start.sh began, by the process ids it wrote down. Executions are gone with Redis.
set -euo pipefail
state=${SPINNAKER_STATE:-"$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/../../.dxcp/spinnaker"}
for name in orca redis; do
  if [[ -f "$state/$name.pid" ]]; then
    kill "$(cat "$state/$name.pid")" 2>/dev/null || true
    rm -f "$state/$name.pid"
  fi
done
