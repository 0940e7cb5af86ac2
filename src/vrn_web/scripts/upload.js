// Sends a file in pieces from the sending page: with progress, and on from where it stopped.
//
// Without this script, or where the browser has no SHA-256 for pages, the form sends the file in one
// go. Both ways end in the same request. All words come from the page, so that they are translated.
"use strict";

(function () {
  const form = document.querySelector("form[data-begin]");
  if (!form || !window.crypto || !crypto.subtle || !window.fetch) return;

  const part = (name) => form.querySelector(`[data-${name}]`);
  const box = part("sending"), says = part("says"), bar = part("progress");
  const refused = part("refused"), pauseButton = part("pause"), sendButton = part("send");
  const PIECE = Number(form.dataset.pieceBytes), HEAD = Number(form.dataset.headBytes);
  const LONGEST_WAIT = 30000;
  const STEP = 10; // how often, in per cent, progress is also spoken
  const encoder = new TextEncoder();
  let isPaused = false, wake = null, spoken = "";

  class Stopped extends Error {} // said already, or to be said by its message

  async function sha256(...parts) {
    const whole = await new Blob(parts).arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function size(bytes) {
    const units = ["B", "KB", "MB", "GB"];
    let at = 0;
    while (bytes >= 1024 && at < units.length - 1) { bytes /= 1024; at += 1; }
    return `${bytes.toFixed(at ? 1 : 0)} ${units[at]}`;
  }

  function tell(name, file, offset) {
    const done = file && file.size ? Math.floor((100 * offset) / file.size) : 0;
    const words = form.dataset[`says${name}`] || "";
    const key = name + Math.floor(done / STEP);
    bar.value = done;
    if (key === spoken && name === "Sending") return; // a screen reader is told now and then
    spoken = key;
    says.textContent = words
      .replace("{done}", done)
      .replace("{came}", size(offset || 0))
      .replace("{all}", size(file ? file.size : 0));
  }

  function refuse(reasons) {
    refused.replaceChildren(...reasons.map((reason) => {
      const line = document.createElement("p");
      line.className = "govuk-body";
      line.textContent = reason;
      return line;
    }));
    refused.hidden = reasons.length === 0;
  }

  function rest(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => { clearTimeout(timer); resolve(); };
    });
  }

  async function untilGoneOn(file, offset) {
    if (!isPaused) return;
    tell("Paused", file, offset);
    while (isPaused) await rest(3600000);
  }

  // Asks until the site answers, waiting longer each time; a lost connection is only a wait.
  async function ask(address, options, file, offset) {
    for (let wait = 1000; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
      await untilGoneOn(file, offset);
      try {
        const answer = await fetch(address, {
          method: "POST", credentials: "same-origin", redirect: "manual", ...options,
        });
        if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) {
          throw new Stopped(form.dataset.saysSignedOut);
        }
        if (answer.status < 500 || answer.status === 507) return answer;
      } catch (error) {
        if (error instanceof Stopped) throw error;
      }
      tell("Lost", file, offset);
      await rest(wait);
    }
  }

  function typed(more) {
    const values = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") values.append(name, value);
    }
    for (const [name, value] of Object.entries(more || {})) values.append(name, value);
    return { body: values };
  }

  async function answered(answer) {
    const found = await answer.json();
    if (answer.status === 400 || answer.status === 429 || answer.status === 507) {
      refuse(found.says || []);
      throw new Stopped("");
    }
    return found;
  }

  async function begin(file, head, more) {
    const asked = typed({ name: file.name, size: file.size, head, ...more });
    return answered(await ask(form.dataset.begin, asked, file, 0));
  }

  // The running digest of what the site says has come, taken from the file here.
  async function runTo(file, offset) {
    let running = await sha256();
    for (let at = 0; at < offset; at += PIECE) {
      running = await sha256(encoder.encode(running), file.slice(at, Math.min(at + PIECE, offset)));
    }
    return running;
  }

  async function sendPieces(file, standing) {
    let wrong = 0;
    const token = form.elements.csrfmiddlewaretoken.value;
    while (standing.offset < file.size) {
      await untilGoneOn(file, standing.offset);
      const piece = file.slice(standing.offset, standing.offset + PIECE);
      const running = await sha256(encoder.encode(standing.running), piece);
      const answer = await ask(standing.piece, {
        body: piece,
        headers: {
          "Content-Type": "application/octet-stream",
          "X-CSRFToken": token,
          "Upload-Offset": String(standing.offset),
          "Upload-Running": running,
        },
      }, file, standing.offset);
      const found = await answered(answer);
      wrong = answer.ok ? 0 : wrong + 1;
      if (wrong > 5) throw new Stopped(form.dataset.saysFailed);
      if (!answer.ok) {
        await rest(500 * wrong);
        if (found.running !== (await runTo(file, found.offset))) {
          throw new Stopped(form.dataset.saysFailed);
        }
      }
      standing = found;
      tell("Sending", file, standing.offset);
    }
    return standing;
  }

  async function send(file) {
    tell("Looking", file, 0);
    const head = await sha256(file.slice(0, HEAD));
    let standing = await begin(file, head);
    if (standing.offset) {
      if (standing.running !== (await runTo(file, standing.offset))) {
        standing = await begin(file, head, { anew: "yes" }); // the file was changed since
      } else {
        tell("WentOn", file, standing.offset);
      }
    }
    standing = await sendPieces(file, standing);
    tell("Whole", file, file.size);
    pauseButton.hidden = true;
    const found = await answered(await ask(standing.finish, typed(), file, file.size));
    if (!found.address) throw new Stopped(form.dataset.saysFailed);
    window.location.assign(found.address);
  }

  function showBusy(isBusy) {
    box.hidden = !isBusy && refused.hidden && !says.textContent;
    bar.hidden = !isBusy;
    pauseButton.hidden = !isBusy;
    sendButton.disabled = isBusy;
  }

  pauseButton.addEventListener("click", () => {
    isPaused = !isPaused;
    pauseButton.textContent = isPaused ? form.dataset.saysGoOn : form.dataset.saysPause;
    if (wake) wake();
  });
  window.addEventListener("online", () => wake && wake());

  form.addEventListener("submit", async (event) => {
    const file = form.elements.file.files[0];
    if (!file) return; // the site says what is missing
    event.preventDefault();
    refuse([]);
    showBusy(true);
    try {
      await send(file);
    } catch (error) {
      says.textContent = error instanceof Stopped ? error.message : form.dataset.saysFailed;
      bar.value = 0;
      showBusy(false);
      sendButton.focus();
    }
  });
})();
