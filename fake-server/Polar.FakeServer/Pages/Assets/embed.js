// Shows a checkout of this fake in a frame over the seller's page, and tells the page what becomes of it. The published script listens to Polar alone;
// this one listens to the address that it was loaded from.
"use strict";

(() => {
  const script = document.currentScript;
  const origin = new URL(script.src).origin;

  class EmbedCheckout extends EventTarget {
    static create(address, options = {}) {
      const url = new URL(address, location.href);
      url.searchParams.set("embed", "true");
      url.searchParams.set("embed_origin", location.origin);
      if (options.theme) {
        url.searchParams.set("theme", options.theme);
      }

      const checkout = new EmbedCheckout(url);
      return new Promise((resolve) => {
        checkout.addEventListener("loaded", () => resolve(checkout), { once: true });
      });
    }

    static init() {
      for (const trigger of document.querySelectorAll("[data-polar-checkout]")) {
        trigger.addEventListener("click", (click) => {
          click.preventDefault();
          EmbedCheckout.create(trigger.href ?? trigger.dataset.polarCheckout, { theme: trigger.dataset.polarCheckoutTheme });
        });
      }
    }

    #frame = document.createElement("iframe");
    #isLocked = false;
    #listen;

    constructor(url) {
      super();
      this.#frame.src = url;
      this.#frame.title = "Checkout";
      Object.assign(this.#frame.style, { position: "fixed", inset: "0", width: "100%", height: "100%", border: "0", zIndex: "2147483647", background: "rgba(0, 0, 0, 0.5)" });
      this.#listen = (message) => this.#take(message);
      window.addEventListener("message", this.#listen);
      document.body.append(this.#frame);
    }

    close() {
      window.removeEventListener("message", this.#listen);
      this.#frame.remove();
    }

    #take(message) {
      if (message.origin !== origin || message.source !== this.#frame.contentWindow || message.data?.type !== "POLAR_CHECKOUT") {
        return;
      }

      const { event, successURL, redirect } = message.data;
      // Whoever listens may decide against what happens next.
      const isWanted = this.dispatchEvent(new CustomEvent(event, { detail: message.data, cancelable: true }));
      if (event === "confirmed") {
        this.#isLocked = true;
      } else if (event === "close" && isWanted && !this.#isLocked) {
        this.close();
      } else if (event === "success") {
        this.#isLocked = false;
        if (isWanted && redirect) {
          location.assign(successURL);
        }
      }
    }
  }

  window.Polar = { ...window.Polar, EmbedCheckout };
  if (script.hasAttribute("data-auto-init")) {
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => EmbedCheckout.init());
    } else {
      EmbedCheckout.init();
    }
  }
})();
