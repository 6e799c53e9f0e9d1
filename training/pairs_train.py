"""Trains the network of pairs in three stages: on the project's own rows, on PLV's training side, on stances.

Run: python training/pairs_train.py [--fold K] [--exclude NAME,NAME]
Each stage ends in a checkpoint in work/pairs, and what is there is not trained again. With ``--fold`` the
second stage leaves out that fold of PLV; `pairs_folds.py` has the figures that the folds make.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor

from dragoman.reading.encode import Encoder, marked
from dragoman.reading.network import WEIGHTS
from dragoman.records import Marked
from dragoman.serve.evaluate.gold import shared
from dragoman.serve.evaluate.stance import STANCES
from network import reduced
from pairs_network import PAIRS, Scorer
from pairs_rows import TYPES, Row, own, plv, stances

HERE = Path(__file__).resolve().parent
WORK = HERE / "work" / "pairs"
PLV = shared() / "data" / "plv_train.jsonl"
_HIDDEN_WORD = 103  # of the vocabulary
_MARKS = 4  # its first entries mark the two phrases
_SORTED = 8  # batches whose rows are sorted by length together
_words = Encoder(WEIGHTS / "tokenizer.json")


def main() -> None:
    """Train what is not there yet."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--fold", type=int, help="leave out this fold of PLV, 0 to 4")
    parser.add_argument("--exclude", default="", metavar="NAME,NAME", help="corpora to do without")
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    without = [name for name in options.exclude.split(",") if name]
    if unknown := set(without) - set(PAIRS["corpora"]):
        parser.error(f"pairs.toml has no corpus {', '.join(sorted(unknown))}")
    least = "".join(f"-{name}" for name in sorted(without))
    mine, rows = own(shared(), without), [] if "plv" in without else folded(plv(PLV))
    first = _taught(f"own{least}.pt", None, Stage(mine, [], PAIRS["own"]))
    if options.fold is not None:
        others = [row for fold, row in rows if fold != options.fold]
        _taught(f"fold_{options.fold}{least}.pt", first, Stage(others, mine, PAIRS["plv"]))
        return
    second = _taught(f"plv{least}.pt", first, Stage([row for _, row in rows], mine, PAIRS["plv"]))
    showing = [row for row in (*mine, *(row for _, row in rows)) if row.stance]
    third = Stage(stances(without), showing, PAIRS["stance"], branch=True)
    _taught(f"last{least}.pt", second, third)


def folded(rows: Sequence[Row]) -> list[tuple[int, Row]]:
    """The rows with their fold; rows of one sentence are in one fold."""
    sentences = sorted({row.sentence for row in rows})
    random.Random(PAIRS["seed"]).shuffle(sentences)
    place = {sentence: number % PAIRS["schedule"]["folds"] for number, sentence in enumerate(sentences)}
    return [(place[row.sentence], row) for row in rows]


class Stage(NamedTuple):
    """What one stage teaches: its rows, others of which some are seen again in each pass, its choices.

    In a stage of the ``branch`` nothing but that learns.
    """

    rows: list[Row]
    again: list[Row]
    choices: dict[str, Any]
    branch: bool = False


def _taught(name: str, start: Scorer | None, stage: Stage) -> Scorer:
    """The network after a stage: from its checkpoint, or trained now."""
    model = Scorer(len(TYPES), len(STANCES))
    if (WORK / name).exists():
        held = torch.load(WORK / name, map_location="cpu", weights_only=True)
        model.load_state_dict(model.state_dict() | held)  # the first stages know no stances
        return model
    torch.manual_seed(PAIRS["seed"])
    if start is None:
        model.encoder.load(HERE / "work" / "prepared" / "encoder.safetensors")
    else:
        model.load_state_dict(start.state_dict())
    _train(model, stage, random.Random(PAIRS["seed"]))
    torch.save(model.state_dict(), WORK / f"{name}.part")
    (WORK / f"{name}.part").replace(WORK / name)
    return model


def _train(model: Scorer, stage: Stage, draw: random.Random) -> None:
    again = min(len(stage.again), stage.choices.get("again", 0))
    plan = [
        batch
        for _ in range(stage.choices["passes"])
        for batch in _batches([*stage.rows, *draw.sample(stage.again, again)], draw)
    ]
    model.train()
    if stage.branch:
        model.branch_off()
        model.encoder.eval()
    optimizer = _optimizer(model, stage.choices)
    began = time.monotonic()
    for step, batch in enumerate(plan):
        _set_rates(optimizer, (step + 1) / len(plan))
        inputs = tensors([_weakened(row.pair, draw) if row.types else row.pair for row in batch], draw)
        with reduced("cpu"):
            types, attitudes = model(**inputs)
        loss = _loss(None if stage.branch else types.float(), attitudes.float(), batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), PAIRS["schedule"]["clip"])
        optimizer.step()
        if step % 50 == 0:
            print(
                f"step {step}/{len(plan)} loss {loss.item():.3f} {time.monotonic() - began:.0f} s", flush=True
            )


def _batches(rows: list[Row], draw: random.Random) -> Iterator[list[Row]]:
    """One pass in random order, rows of like length together."""
    size = PAIRS["schedule"]["rows"]
    order = draw.sample(rows, len(rows))
    found = []
    for start in range(0, len(order), size * _SORTED):
        group = sorted(order[start : start + size * _SORTED], key=lambda row: len(row.pair.words))
        found += [group[at : at + size] for at in range(0, len(group), size)]
    draw.shuffle(found)
    yield from found


def _weakened(pair: Marked, draw: random.Random) -> Marked:
    """The pair, at times without the mark of one side."""
    network = PAIRS["network"]
    if not (pair.actor and pair.recipient and draw.random() < network["unmarked"]):
        return pair
    if draw.random() < network["actor_unmarked"]:
        return Marked(pair.words, None, pair.recipient)
    return Marked(pair.words, pair.actor, None)


def tensors(pairs: Sequence[Marked], draw: random.Random | None = None) -> dict[str, Tensor]:
    """The network's inputs, padded; with ``draw`` some marked phrases have their words hidden."""
    rows = []
    for one in pairs:
        row = marked(_words.encode(one.words), one.actor, one.recipient)
        if draw is not None:
            _hide(row, draw)
        rows.append(row)
    longest = max(row["subwords"].shape[1] for row in rows)
    padded = {
        name: torch.stack(
            [
                torch.nn.functional.pad(torch.from_numpy(row[name][0]), (0, longest - row[name].shape[1]))
                for row in rows
            ]
        )
        for name in ("subwords", "shapes")
    }
    lengths = torch.tensor([row["subwords"].shape[1] for row in rows])
    mask = (torch.arange(longest) < lengths[:, None]).long()
    return {**padded, "mask": mask, "marks": torch.stack([torch.from_numpy(row["marks"][0]) for row in rows])}


def _hide(row: dict[str, Any], draw: random.Random) -> None:
    """Hide the words of one or both marked phrases: what was done must be told from the rest."""
    subwords = row["subwords"][0]
    for place, closing in zip(row["marks"][0], (2, 4), strict=True):
        if place and draw.random() < PAIRS["network"]["hidden_names"]:
            end = place + list(subwords[place:]).index(closing)
            inside = subwords[place + 1 : end]
            inside[inside > _MARKS] = _HIDDEN_WORD  # one marked phrase may hold the other


def _loss(types: Tensor | None, attitudes: Tensor, batch: Sequence[Row]) -> Tensor:
    """The mean surprise at the allowed types, or at the stances where no types are told."""
    if types is None:
        held = zip(attitudes.log_softmax(-1), batch, strict=True)
        parts = [_surprise(logs, [STANCES.index(row.stance)]) for logs, row in held if row.stance]
    else:
        told = zip(types.log_softmax(-1), batch, strict=True)
        parts = [_surprise(logs, [TYPES.index(name) for name in row.types]) for logs, row in told]
    return torch.stack(parts).mean()


def _surprise(logs: Tensor, allowed: list[int]) -> Tensor:
    smoothing = PAIRS["schedule"]["smoothing"]
    return -((1 - smoothing) * torch.logsumexp(logs[allowed], 0) + smoothing * logs.mean())


def _inside(name: str) -> bool:
    """Whether the parameter is of a layer rather than of a head."""
    return name.startswith(("encoder.", "branch."))


def _optimizer(model: Scorer, choices: dict[str, Any]) -> torch.optim.AdamW:
    groups = [
        {
            "params": [p for n, p in model.named_parameters() if p.requires_grad and _inside(n) == inside],
            "lr": rate,
            "peak": rate,
        }
        for inside, rate in ((True, choices["encoder_rate"]), (False, choices["head_rate"]))
    ]
    schedule = PAIRS["schedule"]
    return torch.optim.AdamW(
        groups, weight_decay=schedule["weight_decay"], betas=tuple(schedule["betas"]), fused=True
    )


def _set_rates(optimizer: torch.optim.AdamW, done: float) -> None:
    warm_up = PAIRS["schedule"]["warm_up"]
    for group in optimizer.param_groups:
        group["lr"] = group["peak"] * min(done / warm_up, (1 - done) / (1 - warm_up) + 1e-4)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
