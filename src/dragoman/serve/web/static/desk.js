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
  const text = document.querySelector(".reader .article");
  if (!text) return;
  const marks = [...text.querySelectorAll(".m")];
  const cards = new Map([...document.querySelectorAll(".card[data-record]")].map((card) => [card.dataset.record, card]));
  const records = (mark) => mark.dataset.records.split(" ");

  const show = (ids) => {
    for (const mark of marks) mark.classList.toggle("on", records(mark).some((id) => ids.includes(id)));
    for (const [id, card] of cards) card.classList.toggle("on", ids.includes(id));
  };
  const chosen = () => [...cards.values()].filter((card) => card.hasAttribute("aria-current")).map((card) => card.dataset.record);

  for (const [id, card] of cards) {
    card.addEventListener("pointerenter", () => show([id]));
    card.addEventListener("focusin", () => show([id]));
    card.addEventListener("pointerleave", () => show(chosen()));
    card.addEventListener("click", (event) => {
      if (event.target.closest("a")) return;
      marks.find((mark) => records(mark).includes(id))?.scrollIntoView({ block: "center" });
    });
    card.addEventListener("keydown", (event) => {
      if (event.target !== card || event.key !== "Enter") return;
      marks.find((mark) => records(mark).includes(id))?.scrollIntoView({ block: "center" });
    });
  }
  for (const mark of marks) {
    mark.addEventListener("pointerenter", () => show(records(mark)));
    mark.addEventListener("pointerleave", () => show(chosen()));
    mark.addEventListener("click", () => {
      const card = cards.get(records(mark)[0]);
      card?.scrollIntoView({ block: "nearest" });
      card?.focus({ preventScroll: true });
    });
  }
  show(chosen());
  kinds(marks, cards);
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
