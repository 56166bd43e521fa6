"""The night scheduler's door (夜間スケジューラの入口): everything is in printjob.batch."""

import json
import sys

try:
    from printjob.batch import main
except Exception as cause:  # noqa: BLE001 - whatever keeps the program from loading, the scheduler gets its summary
    print(f"PJ-1408-E {type(cause).__name__}: {cause}", file=sys.stderr)
    counts = ["received", "quarantined", "held", "pulled", "notices", "pieces", "sheets", "pages", "released", "seconds"]
    print(json.dumps({"run": "", **dict.fromkeys(counts, 0), "jobs": [], "exit": 12}))
    sys.exit(12)
if __name__ == "__main__":
    main()
