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

// The control of a fresh page that stands for this one.
const successor = (control, page) =>
  control.id
    ? page.querySelector(`#${CSS.escape(control.id)}`)
    : [...page.querySelectorAll("input, button")].find((other) => other.name === control.name && other.value === control.value);

const hold = (control, value) => {
  if (control.type === "radio" || control.type === "checkbox") {
    control.checked = value;
  } else if (control.type !== "hidden" && control.tagName !== "BUTTON" && control.value !== value) {
    control.value = value;
  }
};

// The elements from the page down to this one, by name.
const way = (element, page) => (element === page ? "" : `${way(element.parentElement, page)}/${element.tagName}`);

// Makes an old element equal to a fresh one, around the control that has the focus. That one stays, for a list that is taken out forgets the letters
// by which a buyer is choosing from it.
const graft = (old, fresh, focused, twin) => {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name)) {
      old.removeAttribute(name);
    }
  }

  for (const { name, value } of fresh.attributes) {
    old.setAttribute(name, value);
  }

  if (old === focused) {
    if (old.tagName === "BUTTON") {
      old.replaceChildren(...fresh.childNodes);
    }

    return;
  }

  const kept = [...old.children].find((child) => child.contains(focused));
  const nodes = [...fresh.childNodes];
  const at = nodes.findIndex((node) => node.contains(twin));
  for (const node of [...old.childNodes]) {
    if (node !== kept) {
      node.remove();
    }
  }

  kept.before(...nodes.slice(0, at));
  kept.after(...nodes.slice(at + 1));
  graft(kept, nodes[at], focused, twin);
};

// Shows a fresh page in place of the one that is there.
const show = (page) => {
  const focused = document.activeElement;
  const twin = main().contains(focused) ? successor(focused, page) : undefined;
  if (twin && way(twin, page) === way(focused, main())) {
    graft(main(), page, focused, twin);
  } else {
    main().replaceWith(page);
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
  if (!document.querySelector("form")) {
    return;
  }

  document.body.classList.add("live");
  let latest = 0;
  let waiting;
  const update = async () => {
    const number = ++latest;
    const form = document.querySelector("form");
    const data = new FormData(form);
    const before = new Map([...form.elements].map((control) => [control, held(control)]));
    data.set("action", "update");
    // A code that nobody has applied yet may be half of one.
    data.delete("discount_code");
    // The form has controls named "action", which hide its property.
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: new URLSearchParams(data) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
    await released();
    // A later change has its own answer, and what has been sent is on its way to another page.
    if (number !== latest) {
      return;
    }

    if (answer.redirected) {
      location.replace(answer.url);
      return;
    }

    const values = [...before].map(([control, value]) => {
      const now = held(control);
      const twin = successor(control, page);
      // The answer knows what the session has; everything else, and what was typed meanwhile, is the buyer's.
      return [control, twin && control.matches("[data-live]") && now === value ? held(twin) : now];
    });
    show(page);
    for (const [control, value] of values) {
      const fresh = successor(control, main());
      if (fresh) {
        hold(fresh, value);
      }
    }
  };

  document.addEventListener("change", (change) => {
    if (change.target.matches("form [data-live]")) {
      clearTimeout(waiting);
      waiting = setTimeout(update, 100);
    }
  });
  document.addEventListener("submit", () => {
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
