/// What holds of every page for people who see, read or steer it differently.
module Polar.FakeServer.BrowserTests.Accessibility

open System.Threading.Tasks
open Expecto
open Microsoft.Playwright

/// Walks through the document and says what is wrong: text that is hard to tell from its ground, controls without a name, ids that are there twice,
/// headings that are missing, handlers and styles in the markup, and what is wider than the screen.
let private faults =
    """() => {
        const faults = [];
        const parse = colour => {
            const parts = colour.match(/[\d.]+/g).map(Number);
            return { rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1 };
        };
        const over = (front, back) => front.rgb.map((part, index) => part * front.alpha + back[index] * (1 - front.alpha));
        const ground = element => {
            const layers = [];
            for (let at = element; at; at = at.parentElement) {
                layers.push(parse(getComputedStyle(at).backgroundColor));
            }
            return layers.reverse().reduce((back, layer) => over(layer, back), [255, 255, 255]);
        };
        const luminance = rgb => {
            const [r, g, b] = rgb.map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const contrast = (one, other) => {
            const [dark, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b);
            return (bright + 0.05) / (dark + 0.05);
        };
        const isSeen = element => {
            const box = element.getBoundingClientRect();
            return box.width > 1 && box.height > 1 && getComputedStyle(element).visibility === "visible";
        };
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            const element = texts.currentNode.parentElement;
            const text = texts.currentNode.data.trim();
            if (text && !["SCRIPT", "STYLE", "NOSCRIPT", "OPTION", "TEMPLATE"].includes(element.tagName) && isSeen(element) && !element.matches(":disabled")) {
                const style = getComputedStyle(element);
                const back = ground(element);
                const ratio = contrast(over(parse(style.color), back), back);
                const isLarge = parseFloat(style.fontSize) >= 24 || parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700;
                if (ratio < (isLarge ? 3 : 4.5)) {
                    faults.push(`contrast ${ratio.toFixed(2)} of '${text}'`);
                }
            }
        }
        for (const control of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
            const named = [...control.labels ?? []].some(label => label.textContent.trim()) || control.getAttribute("aria-label") || control.getAttribute("aria-labelledby");
            if (!named) {
                faults.push(`no label for ${control.name || control.outerHTML}`);
            }
        }
        for (const control of document.querySelectorAll("button, a[href], summary")) {
            if (!control.textContent.trim() && !control.getAttribute("aria-label")) {
                faults.push(`no name for ${control.outerHTML}`);
            }
        }
        for (const image of document.querySelectorAll("img:not([alt])")) {
            faults.push(`no alternative for ${image.outerHTML}`);
        }
        const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
        for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) {
            faults.push(`the id ${id} is there more than once`);
        }
        for (const described of document.querySelectorAll("[aria-describedby], [aria-labelledby]")) {
            for (const id of `${described.getAttribute("aria-describedby") ?? ""} ${described.getAttribute("aria-labelledby") ?? ""}`.trim().split(/\s+/)) {
                if (!document.getElementById(id)) {
                    faults.push(`nothing has the id ${id}, which ${described.tagName} points at`);
                }
            }
        }
        for (const element of document.querySelectorAll("*")) {
            for (const attribute of element.attributes) {
                if (attribute.name.startsWith("on") || attribute.name === "style") {
                    faults.push(`${attribute.name} in the markup of ${element.tagName}`);
                }
            }
        }
        if (document.querySelectorAll("h1").length !== 1) {
            faults.push(`${document.querySelectorAll("h1").length} headings of the first level`);
        }
        if (document.querySelectorAll("main").length !== 1) {
            faults.push(`${document.querySelectorAll("main").length} main parts`);
        }
        if (!document.title.trim() || !document.documentElement.lang) {
            faults.push("no title or no language");
        }
        const width = document.scrollingElement.scrollWidth;
        if (width > innerWidth) {
            faults.push(`${width} wide on a screen of ${innerWidth}`);
        }
        return [...new Set(faults)];
    }"""

/// Everything that is wrong with the page as it stands.
let check (page: IPage) : Task<unit> =
    task {
        let! found = page.EvaluateAsync<string[]> faults
        Expect.equal (List.ofArray found) [] $"what is wrong with {page.Url}"
    }
