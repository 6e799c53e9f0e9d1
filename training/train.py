"""Trains the joint reader on work/prepared; goes on from the last checkpoint where there is one.

Run: python training/train.py [--minutes N | --passes N] [--workers N] [--start FILE] [--fresh]
A GPU is used where there is one; without one, each worker keeps to a core of its own, sees the data in an
order of its own, and every few seconds all take the mean of their weights (local SGD, Stich 2019). The
learning rate falls to zero at the end of the minutes or passes given.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, distributed

from items import Corpus, drawn, steps, tensors, whole
from losses import losses
from network import INTERMEDIATE, Reader, reduced, thinned
from recipe import RECIPE
from scores import Tally
from teachers import Teacher

WORK = Path(__file__).resolve().parent / "work"
_KEPT = 2  # checkpoints
_LOSSES = {"entities": "entity"}  # heads whose loss has another name


@dataclass
class Progress:
    """How far the run is: all that is needed, with model and optimizer, to go on."""

    step: int = 0
    finished: int = 0  # passes
    in_pass: int = 0  # steps of the present pass
    minutes: float = 0.0  # of training, interruptions not counted


def main() -> None:
    """Train to the end of the schedule, writing checkpoints on the way."""
    options = _options()
    if options.workers > 1 and torch.cuda.is_available():
        raise SystemExit("one worker uses the GPU: leave --workers out")
    if options.workers == 1:
        _work(0, options)
    else:
        torch.multiprocessing.spawn(_work, (options,), nprocs=options.workers)


def _work(worker: int, options: argparse.Namespace) -> None:
    torch.set_num_threads(options.threads)
    torch.manual_seed(RECIPE["seed"] + worker)
    if options.workers > 1:
        if allowed := _allowed():
            os.sched_setaffinity(0, {allowed[worker % len(allowed)]})
        place = f"tcp://127.0.0.1:{options.port}"
        distributed.init_process_group("gloo", init_method=place, rank=worker, world_size=options.workers)
    run = Run(options, worker)
    run.go()
    if options.workers > 1:
        distributed.barrier()  # nobody leaves while another still takes the mean
        distributed.destroy_process_group()
    if worker == 0:
        run.save("last.pt")
        run.look()
        print("done", json.dumps(vars(run.progress)), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--minutes", type=float, default=RECIPE["schedule"]["minutes"])
    length.add_argument("--passes", type=int)
    parser.add_argument("--subwords", type=int, default=RECIPE["schedule"]["subwords"])
    parser.add_argument("--threads", type=int, default=1, help="of each worker")
    parser.add_argument("--workers", type=int, default=_cores(), help="processes that learn side by side")
    parser.add_argument("--port", type=int, default=29500, help="where the workers meet")
    parser.add_argument("--start", type=Path, help="a checkpoint whose weights a fresh run starts from")
    parser.add_argument(
        "--units", type=int, default=INTERMEDIATE, help="inner units, for a teacher that never ships"
    )
    parser.add_argument("--only", default="", metavar="HEAD,HEAD", help="teach these heads, all else stays")
    parser.add_argument("--corpora", default="", metavar="NAME,NAME", help="learn from these alone")
    parser.add_argument("--rate", type=float, default=1.0, help="of learning, as a share of the recipe's")
    parser.add_argument(
        "--like",
        action="append",
        default=[],
        metavar="FILE:LOSS,LOSS",
        help="a checkpoint whose answers are followed too, in these losses; may be given again",
    )
    parser.add_argument("--prepared", type=Path, default=WORK / "prepared")
    parser.add_argument("--out", type=Path, default=WORK / "checkpoints")
    parser.add_argument("--fresh", action="store_true", help="do not go on from a checkpoint")
    return parser.parse_args()


def _cores() -> int:
    return 1 if torch.cuda.is_available() else len(_allowed()) or os.cpu_count() or 1


def _allowed() -> list[int]:
    """The cores that this process may use; empty where the system does not tell."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


class Run:
    """One training run, or one worker's part of it: model, optimizer, data and clock."""

    def __init__(self, options: argparse.Namespace, worker: int) -> None:
        self.options = options
        self.worker = worker
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.labels = json.loads((options.prepared / "labels.json").read_text(encoding="utf-8"))
        self.model = Reader(self.labels, RECIPE["heads"], options.units)
        if options.start:
            self._take(torch.load(options.start, map_location="cpu", weights_only=True)["model"])
        else:
            self.model.encoder.load(options.prepared / "encoder.safetensors")
        self.model.to(self.device)
        chosen = options.corpora.split(",") if options.corpora else self.labels["corpora"]
        self.corpora = [Corpus.load(options.prepared, name, "train") for name in chosen]
        self.only = [head for head in options.only.split(",") if head]
        if self.only:
            self._leave_the_rest()
        self.teachers = [_teacher(given, self.labels, self.device) for given in options.like]
        self.optimizer = _optimizer(self.model, options.rate)
        self.progress = Progress()
        options.out.mkdir(parents=True, exist_ok=True)
        if not options.fresh and not options.start:
            self._resume()
        self.started = time.monotonic() - self.progress.minutes * 60
        self.saved = self.looked = self.minutes()
        self.met = time.monotonic()
        self._steps_in_pass = len(self._pass(0))

    def _leave_the_rest(self) -> None:
        """Let nothing but some heads learn, from the corpora that label what they tell."""
        for name, weights in self.model.named_parameters():
            weights.requires_grad = name.split(".")[0] in self.only
        self.only = [_LOSSES.get(head, head) for head in self.only]
        self.corpora = [
            corpus for corpus in self.corpora if any((corpus.held[loss] >= 0).any() for loss in self.only)
        ]

    def minutes(self) -> float:
        """Minutes of training so far."""
        return (time.monotonic() - self.started) / 60

    def done(self) -> float:
        """Share of the run that is over, 0 to 1."""
        if self.options.passes:
            return min(1.0, self.progress.step / (self._steps_in_pass * self.options.passes))
        return min(1.0, self.minutes() / self.options.minutes)

    def go(self) -> None:
        """Step after step until the schedule ends."""
        shown: dict[str, float] = {}
        seen, since = 0, time.monotonic()
        for inputs, gold in self._batches():
            if self._over():
                return
            values = self._step(inputs, gold)
            shown = {name: 0.98 * shown.get(name, value) + 0.02 * value for name, value in values.items()}
            seen += int(inputs["mask"].sum())
            if self.progress.step % 100 == 0:
                rate = seen / (time.monotonic() - since)
                self._report(shown, rate)
                seen, since = 0, time.monotonic()
            if self.worker == 0:
                self._housekeeping()

    def _over(self) -> bool:
        """Whether the run ends here; workers meet before they answer, so that all answer alike."""
        if self.options.workers == 1:
            return self.done() >= 1
        if time.monotonic() - self.met < RECIPE["schedule"]["average_seconds"]:
            return False
        over = torch.tensor([float(self.done() >= 1)])
        distributed.all_reduce(over)
        with torch.no_grad():
            for weights in self.model.parameters():
                distributed.all_reduce(weights.data)
                weights.data /= self.options.workers
        self.met = time.monotonic()
        return bool(over > 0)

    def _pass(self, number: int) -> list[Any]:
        random = np.random.default_rng([RECIPE["seed"], number, self.worker])
        return steps(drawn(self.corpora, RECIPE["sampling"], random), self.options.subwords, random)

    def _batches(self) -> Iterator[tuple[dict[str, Tensor], dict[str, Tensor]]]:
        while True:
            random = np.random.default_rng([RECIPE["seed"], self.progress.finished, self.worker, 1])
            for batch in self._pass(self.progress.finished)[self.progress.in_pass :]:
                inputs, gold = tensors(batch, random)
                yield self._moved(inputs), self._moved(gold)
                self.progress.in_pass += 1
            self.progress.finished, self.progress.in_pass = self.progress.finished + 1, 0

    def _moved(self, held: dict[str, Tensor]) -> dict[str, Tensor]:
        return {name: tensor.to(self.device, non_blocking=True) for name, tensor in held.items()}

    def _step(self, inputs: dict[str, Tensor], gold: dict[str, Tensor]) -> dict[str, float]:
        self.model.train()
        if self.only:
            self.model.encoder.eval()
        self._set_rates()
        with reduced(self.device.type):
            out = self.model(**inputs)
            parts = losses(self.model, out, gold)
            followed = [RECIPE["nearness"][name] * far for name, far in self._distances(out, inputs)]
        taught = self.only or parts
        total = torch.stack([*(RECIPE["weights"][name] * parts[name] for name in taught), *followed]).sum()
        self.optimizer.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), RECIPE["schedule"]["clip"])
        self.optimizer.step()
        self.progress.step += 1
        watched = self.device.type == "cpu" or self.progress.step % 10 == 0  # reading a value stops a GPU
        return {name: float(part.detach()) for name, part in parts.items()} if watched else {}

    def _distances(self, out: dict[str, Tensor], inputs: dict[str, Tensor]) -> Iterable[tuple[str, Tensor]]:
        """From one teacher a step, each in its turn: to ask all would cost more than what they add."""
        if not self.teachers:
            return ()
        teacher = self.teachers[self.progress.step % len(self.teachers)]
        return teacher.distances(self.model, out, inputs).items()

    def _set_rates(self) -> None:
        schedule, done = RECIPE["schedule"], self.done()
        share = min(done / schedule["warm_up"], (1 - done) / (1 - schedule["warm_up"]))
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * max(share, 1e-4)

    def _report(self, shown: dict[str, float], rate: float) -> None:
        parts = " ".join(f"{name} {value:.3f}" for name, value in shown.items())
        progress, rate = self.progress, round(rate)
        where = f"pass {progress.finished} step {progress.step} ({progress.in_pass}/{self._steps_in_pass})"
        print(
            f"{self.worker}: {self.minutes():.1f} min {where} done {self.done():.3f} {rate} subw/s | {parts}",
            flush=True,
        )

    def _housekeeping(self) -> None:
        schedule, now = RECIPE["schedule"], self.minutes()
        if now - self.saved > schedule["checkpoint_minutes"]:
            self.save(f"step{self.progress.step:07d}.pt")
            self.saved = now
        if now - self.looked > schedule["look_minutes"]:
            self.look()
            self.looked = self.minutes()

    def save(self, name: str) -> None:
        """Write a checkpoint whole or not at all; keep the last two."""
        self.progress.minutes = self.minutes()
        state = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "progress": vars(self.progress),
            "device": torch.cuda.get_device_name() if self.device.type == "cuda" else "CPU",
            "passes": self.progress.finished + self.progress.in_pass / max(1, self._steps_in_pass),
            "workers": self.options.workers,
            "corpora": self.labels["corpora"],
        }
        path = self.options.out / name
        torch.save(state, path.with_suffix(".tmp"))
        path.with_suffix(".tmp").replace(path)
        for old in sorted(self.options.out.glob("step*.pt"))[:-_KEPT]:
            old.unlink()

    def _take(self, weights: dict[str, Tensor]) -> None:
        """Start from another reader's weights; what is new to this one keeps its random start."""
        self.model.load_state_dict(self.model.state_dict() | thinned(weights, self.options.units))

    def _resume(self) -> None:
        found = max(self.options.out.glob("*.pt"), key=lambda path: path.stat().st_mtime, default=None)
        if found is None:
            return
        state = torch.load(found, map_location=self.device, weights_only=True)
        if state.get("corpora", self.labels["corpora"]) != self.labels["corpora"]:
            raise SystemExit(f"{found} learned from other corpora; train with --fresh")
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.progress = Progress(**state["progress"])
        print(f"goes on from {found.name}", flush=True)

    def look(self) -> None:
        """Print scores on a small part of each dev side; nothing is chosen by them."""
        self.model.eval()
        tally = Tally(self.labels)
        random = np.random.default_rng(0)
        for path in sorted(self.options.prepared.glob("*_dev.npz")):
            corpus = Corpus.load(self.options.prepared, path.name.removesuffix("_dev.npz"), "dev")
            for batch in steps(whole(corpus, 192, 60), 4000, random):
                inputs, gold = (self._moved(part) for part in tensors(batch, random))
                with torch.no_grad():
                    out = self.model(**inputs)
                tally.add(corpus.name, self.model, out, gold)
        print("dev (part)", json.dumps(tally.scores()), flush=True)


def _teacher(given: str, labels: dict[str, Any], device: torch.device) -> Teacher:
    path, _, followed = given.partition(":")
    return Teacher.load(Path(path), followed.split(","), labels, device)


def _optimizer(model: Reader, share: float) -> torch.optim.AdamW:
    schedule = RECIPE["schedule"]
    groups = []
    for inside, rate in ((True, schedule["encoder_rate"]), (False, schedule["head_rate"])):
        for decays in (True, False):
            chosen = [
                parameter
                for name, parameter in model.named_parameters()
                if parameter.requires_grad
                and name.startswith("encoder.") == inside
                and (parameter.dim() > 1) == decays
            ]
            decay = schedule["weight_decay"] if decays else 0.0
            if chosen:
                groups.append({"params": chosen, "lr": rate, "peak": rate * share, "weight_decay": decay})
    return torch.optim.AdamW(groups, betas=tuple(schedule["betas"]), fused=True)


if __name__ == "__main__":
    main()
