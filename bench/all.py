"""Run every measurement at a small size: `make bench`. Fails only where a measurement cannot be made.

The figures of a small size say little; what counts is that each command works and that results which must be
equal are. The full sizes and their figures stand in README.md beside this file.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent / "sample_data" / "openalex" / "works.jsonl.gz"
PEOPLE = 8_000


def run(*words: object) -> None:
    """Run a command and show what it prints. Raises `CalledProcessError` where it fails."""
    sys.stdout.write(f"\n$ {' '.join(map(str, words))}\n")
    sys.stdout.flush()
    subprocess.run([str(word) for word in words], check=True)


def main() -> None:
    """Run all measurements."""
    python, program = sys.executable, Path(sys.executable).parent / "graphrisk"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        world, workspace = folder / "world", folder / "workspace"
        run(python, HERE / "openalex.py", SAMPLE, "--repeat", 5, "--rounds", 1)
        run(program, "world", world, "--people", PEOPLE, "--seed", 1, "--format", "tables")
        run(python, HERE / "load_tables.py", "--world", world, "--again")
        run(program, "init", workspace)
        run(program, "load", "tables", world, "--workspace", workspace)
        # At this size the fixed cost of building queries outweighs their work: shown, not judged.
        run(python, HERE / "rules.py", workspace, "CALL-10K", "--scans", 1, "--repeat", 1, "--ratio", 0)
        run(python, HERE / "technology.py", "--texts", 20_000)
        run(python, HERE / "people.py", "--part", "scale", "--workspace", workspace, "--call", "CALL-10K")
        run(
            python, HERE / "people.py", "--part", "world", "--seeds", 1, "--people", 3000, "--applicants", 300
        )
        if (HERE.parent.parent / "shared" / "data").is_dir():
            run(python, HERE / "screening.py", "--part", "pairs")
            run(python, HERE / "affiliations.py", "--rows", 150, "--plain", 3)
            run(python, HERE / "people.py", "--part", "acl")
        run(python, HERE / "review.py", "--findings", 2_000)


if __name__ == "__main__":
    main()
