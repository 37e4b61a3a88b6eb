// Keeps an open page of the inspector as the world is: told that something has changed, it looks at its own address again and takes over the parts that
// are marked as live. What somebody is typing, or stands on with the keyboard, is left alone. Everything works without.
"use strict";

const main = document.getElementById("main");
const sign = document.getElementById("live");
let isLooking = false;
let looksAgain = false;

const takeOver = (page) => {
  for (const fresh of page.querySelectorAll("[data-live]")) {
    const old = document.getElementById(fresh.id);
    if (!old || old.innerHTML === fresh.innerHTML) {
      continue;
    }

    const focused = document.activeElement;
    if (old.contains(focused) && focused !== old) {
      continue;
    }

    old.replaceWith(fresh);
  }
};

const look = async () => {
  if (isLooking) {
    looksAgain = true;
    return;
  }

  isLooking = true;
  try {
    const answer = await fetch(main.dataset.page, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (answer.ok) {
      takeOver(new DOMParser().parseFromString(await answer.text(), "text/html"));
    }
  } catch {
    // The fake is gone; the stream says when it is back.
  } finally {
    isLooking = false;
    if (looksAgain) {
      looksAgain = false;
      look();
    }
  }
};

const changes = new EventSource("/_fake/inspect/stream");
let isFirst = true;
changes.addEventListener("change", () => {
  sign.hidden = false;
  sign.textContent = "live";
  if (!isFirst) {
    look();
  }

  isFirst = false;
});
changes.addEventListener("error", () => {
  sign.hidden = false;
  sign.textContent = "not connected";
});
