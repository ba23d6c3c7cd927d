import { html, useState } from "../html.js";
import { ProblemNote } from "../bits.js";

/** Shown when the server does not know us; `again` lays it over a page whose session has ended. */
export function Login({ problem, again, onToken }) {
  const [token, setToken] = useState("");
  const [wrong, setWrong] = useState(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    setWrong(null);
    try {
      await onToken(token.trim());
    } catch (error) {
      setWrong(error);
      setBusy(false);
    }
  };
  return html`<main class=${again ? "login over" : "login"}>
    <form class="panel" onSubmit=${submit}>
      <h1><img src="/ui/icon.svg" alt="" width="28" height="28" />Rota</h1>
      ${again && html`<p role="alert"><strong>Your session has ended.</strong> Log in again; what you typed is still there.</p>`}
      <p>Open the one-time link that <code>rota up</code> prints, or log in with a token from <code>rota token</code>.</p>
      <label for="token">Token</label>
      <input id="token" type="password" autocomplete="current-password" placeholder="rota_…" required value=${token} onInput=${(e) => setToken(e.currentTarget.value)} />
      <button class="primary" disabled=${busy}>${busy ? "Logging in…" : "Log in"}</button>
      <${ProblemNote} problem=${wrong || problem} title="Not logged in" />
    </form>
  </main>`;
}
