// What a page does beyond its links and forms. Every page works without it.

const root = document.documentElement;

function themes() {
  const button = document.querySelector(".theme");
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.theme);
  });
}

// In the reader a card shows its spans, and a span its cards, by pointer and by keyboard.
function reader() {
  const place = document.querySelector(".reader");
  if (!place) return;
  const marks = [...document.querySelectorAll(".headline .m, .reader .article .m")];
  const cards = new Map([...document.querySelectorAll(".card[data-record]")].map((card) => [card.dataset.record, card]));
  const records = (mark) => mark.dataset.records.split(" ");

  const show = (ids) => {
    for (const mark of marks) mark.classList.toggle("on", records(mark).some((id) => ids.includes(id)));
    for (const [id, card] of cards) card.classList.toggle("on", ids.includes(id));
  };
  const chosen = () => [...cards.values()].filter((card) => card.hasAttribute("aria-current")).map((card) => card.dataset.record);
  const step = stops(marks);
  const toCard = (mark) => {
    const card = records(mark).map((id) => cards.get(id)).find((one) => one && !one.hidden);
    card?.scrollIntoView({ block: "nearest" });
    card?.focus({ preventScroll: true });
  };
  const toMark = (id, focus) => {
    const mark = marks.find((one) => records(one).includes(id));
    mark?.scrollIntoView({ block: "center" });
    if (mark && focus) step(mark).focus({ preventScroll: true });
  };

  for (const [id, card] of cards) {
    card.addEventListener("pointerenter", () => show([id]));
    card.addEventListener("focusin", () => show([id]));
    card.addEventListener("pointerleave", () => show(chosen()));
    card.addEventListener("click", (event) => {
      if (!event.target.closest("a")) toMark(id, false);
    });
    card.addEventListener("keydown", (event) => {
      if (event.target === card && event.key === "Enter") toMark(id, true);
    });
  }
  for (const mark of marks) {
    mark.addEventListener("pointerenter", () => show(records(mark)));
    mark.addEventListener("pointerleave", () => show(chosen()));
    mark.addEventListener("focus", () => show(records(mark)));
    mark.addEventListener("click", () => toCard(mark));
    mark.addEventListener("keydown", (event) => {
      if (event.key === "Enter") toCard(mark);
      else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
        event.preventDefault();
        beside(marks, mark, event.key === "ArrowRight" ? 1 : -1, step);
      }
    });
  }
  document.querySelector(".keys").hidden = !marks.length;
  show(chosen());
  kinds(marks, cards);
}

// Of all marks one is a stop of the Tab key: hundreds would bar the way to the cards. Returns how to make one that stop.
function stops(marks) {
  let stop;
  const step = (mark) => {
    stop?.removeAttribute("tabindex");
    stop?.removeAttribute("role");
    mark.tabIndex = 0;
    mark.setAttribute("role", "link");
    stop = mark;
    return mark;
  };
  if (marks.length) step(marks[0]);
  return step;
}

// Leads on from a mark to the next that is shown, before or behind it.
function beside(marks, mark, way, step) {
  let at = marks.indexOf(mark) + way;
  while (marks[at]?.classList.contains("off")) at += way;
  if (marks[at]) step(marks[at]).focus();
}

// Boxes that choose which kinds of record are marked.
function kinds(marks, cards) {
  const box = document.querySelector(".kinds");
  box.hidden = false;
  box.addEventListener("change", () => {
    const wanted = new Set([...box.querySelectorAll("input:checked")].map((input) => input.value));
    const shown = (card) => [...wanted].some((kind) => card.classList.contains(kind));
    for (const card of cards.values()) card.hidden = !shown(card);
    for (const mark of marks) {
      const any = mark.dataset.records.split(" ").some((id) => cards.has(id) && shown(cards.get(id)));
      mark.classList.toggle("off", !any);
    }
  });
}

// A job in hand is asked after until it is done.
function job() {
  const place = document.querySelector("[data-job]");
  if (!place) return;
  const ask = async () => {
    const answer = await fetch(`/api/v1/jobs/${place.dataset.job}`);
    if (!answer.ok) return;
    const found = await answer.json();
    if (found.state === "done" || found.results.length !== Number(place.dataset.done)) location.reload();
    else setTimeout(ask, 700);
  };
  setTimeout(ask, 700);
}

themes();
reader();
job();
