"""What the generators share: write a file, or with --check say whether it is current."""

import difflib
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def write_or_compare(files: dict[Path, str], *, check: bool, command: str) -> int:
    """Exit code: 0 when everything was written or is current."""
    stale = {
        path: text for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text
    }
    for path, text in stale.items():
        name = str(path.relative_to(ROOT))
        if check:
            before = path.read_text(encoding="utf-8") if path.exists() else ""
            difference = difflib.unified_diff(
                before.splitlines(), text.splitlines(), name, f"{name} (now)", lineterm=""
            )
            print("\n".join([*difference][:40]), file=sys.stderr)
            print(f"{name} is not current: run `{command}`", file=sys.stderr)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"wrote {name}")
    return 1 if check and stale else 0
