"""The mean of two checkpoints, which is often better than either (Wortsman et al. 2022).

Run: python training/average.py ONE OTHER SHARE OUT
SHARE is the other's; heads that ONE lacks are taken from the other. Both must descend from the same weights.
`train.py --start OUT --only HEAD,HEAD` then fits heads to it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    """Write the mean; SystemExit where the two are of different networks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("one", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("share", type=float)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    one, other = (
        torch.load(path, map_location="cpu", weights_only=True)["model"]
        for path in (options.one, options.other)
    )
    if missing := set(one) - set(other):
        raise SystemExit(f"{options.other} lacks {', '.join(sorted(missing))}")
    mean = {
        name: weights if name not in one else torch.lerp(one[name], weights, options.share)
        for name, weights in other.items()
    }
    torch.save({"model": mean}, options.out)


if __name__ == "__main__":
    main()
