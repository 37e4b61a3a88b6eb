// Makes a checkout livelier: the sum follows what is typed, and a seller's page that shows the checkout in a frame is told of it. Everything works without.
"use strict";

const main = () => document.querySelector("main");

// Messages to the page around this one go to the origin that the session names, and to nobody when it names none.
const tell = (event, more) => {
  const origin = main().dataset.embedOrigin;
  if (origin && window.parent !== window) {
    window.parent.postMessage({ type: "POLAR_CHECKOUT", event, ...more }, origin);
  }
};

const follow = () => {
  const form = document.querySelector("form");
  if (!form) {
    return;
  }

  document.body.classList.add("live");
  let latest = 0;
  let waiting;
  const update = async () => {
    const number = ++latest;
    const data = new FormData(form);
    data.set("action", "update");
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // A later change has its own answer, and what is being typed right now is left alone.
    if (number !== latest) {
      return;
    }

    const focused = document.activeElement?.id;
    const fresh = page.querySelector("main");
    main().replaceWith(fresh);
    follow();
    if (focused) {
      document.getElementById(focused)?.focus();
    }
  };

  form.addEventListener("change", (change) => {
    if (change.target.matches("[data-live]")) {
      clearTimeout(waiting);
      waiting = setTimeout(update, 100);
    }
  });
};

const framed = () => {
  if (!main().dataset.embedOrigin) {
    return;
  }

  const close = document.createElement("button");
  close.className = "close";
  close.textContent = "\u00d7";
  close.setAttribute("aria-label", "Close");
  close.addEventListener("click", () => tell("close"));
  document.body.append(close);
  document.addEventListener("keydown", (key) => {
    if (key.key === "Escape") {
      tell("close");
    }
  });
};

const { event, next, successUrl, redirect } = main().dataset;
if (event) {
  tell(event, successUrl ? { successURL: successUrl, redirect: redirect === "true" } : {});
  if (next) {
    location.replace(next);
  }
} else {
  follow();
  framed();
  tell("loaded");
}
