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

// What a control holds of what the buyer can change.
const held = (control) => (control.type === "radio" || control.type === "checkbox" ? control.checked : control.value);

// The control that stands in a fresh form where this one stood.
const successor = (control) =>
  control.id
    ? document.getElementById(control.id)
    : [...main().querySelectorAll("input, button")].find((other) => other.name === control.name && other.value === control.value);

const keep = (old, fresh) => {
  if (old.type === "radio" || old.type === "checkbox") {
    fresh.checked = old.checked;
  } else if (old.type !== "hidden" && old.tagName !== "BUTTON") {
    fresh.value = old.value;
  }
};

// Completes when no button is being pressed: one that went away in between would never be clicked.
const released = () =>
  new Promise((resolve) => {
    if (!document.querySelector("button:active")) {
      resolve();
    }

    for (const end of ["pointerup", "pointercancel", "keyup"]) {
      addEventListener(end, () => setTimeout(resolve), { once: true });
    }
  });

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
    const before = new Map([...form.elements].map((control) => [control, held(control)]));
    data.set("action", "update");
    // A code that nobody has applied yet may be half of one.
    data.delete("discount_code");
    // The form has controls named "action", which hide its property.
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: new URLSearchParams(data) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    await released();
    // A later change has its own answer, and what has been sent is on its way to another page.
    if (number !== latest) {
      return;
    }

    if (answer.redirected) {
      location.replace(answer.url);
      return;
    }

    const focused = document.activeElement;
    main().replaceWith(page.querySelector("main"));
    for (const [control, value] of before) {
      const fresh = successor(control);
      // The answer knows what the session has; everything else, and what was typed meanwhile, is the buyer's.
      if (fresh && (!control.matches("[data-live]") || held(control) !== value)) {
        keep(control, fresh);
      }
    }

    follow();
    if (form.contains(focused)) {
      const fresh = successor(focused);
      fresh?.focus({ preventScroll: true });
      // Only fields of some types have a cursor that can be placed.
      if (fresh?.selectionStart != null && focused.selectionStart != null) {
        fresh.setSelectionRange(focused.selectionStart, focused.selectionEnd);
      }
    }
  };

  form.addEventListener("change", (change) => {
    if (change.target.matches("[data-live]")) {
      clearTimeout(waiting);
      waiting = setTimeout(update, 100);
    }
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    latest++;
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
  // A form that comes back is no other checkout.
  if (!("answer" in main().dataset)) {
    tell("loaded");
  }

  document.querySelector("[aria-invalid=true], .general")?.focus();
}
