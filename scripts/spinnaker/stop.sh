#!/usr/bin/env bash
# Ends what start.sh began, by the process ids it wrote down. Executions are gone with Redis.
set -euo pipefail
work="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/../../.dxcp/spinnaker"
for name in orca redis; do
  if [[ -f "$work/$name.pid" ]]; then
    kill "$(cat "$work/$name.pid")" 2>/dev/null || true
    rm -f "$work/$name.pid"
  fi
done
