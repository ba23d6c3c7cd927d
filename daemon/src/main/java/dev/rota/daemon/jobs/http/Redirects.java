package dev.rota.daemon.jobs.http;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.run.FailureClass;
import dev.rota.syntax.Target;

/// The next hop of a redirect, by hand: each is judged like an address of the user's, and credentials stay at home.
final class Redirects {
    private Redirects() {}

    static Request follow(Request from, int status, String location) throws JobFailed {
        Target here = from.target();
        Target there;
        try {
            there = here.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new JobFailed(
                    FailureClass.REDIRECT, here.shown() + " redirects to where nobody can follow. " + e.getMessage());
        }
        if (here.scheme().equals("https") && there.scheme().equals("http")) {
            throw new JobFailed(
                    FailureClass.REDIRECT,
                    here.shown() + " redirects from https to http (" + there.shown() + "), which is not followed.");
        }
        boolean keepsMethod = status == 307 || status == 308 || from.method().equals("GET");
        if (here.sameOrigin(there)) {
            return keepsMethod ? from.at(there) : from.asGetAt(there);
        }
        if (keepsMethod && from.body() != null) {
            throw new JobFailed(
                    FailureClass.REDIRECT,
                    here.shown() + " asks to send the body to another site (" + there.shown()
                            + "), which is not done. Write that" + " address into the job if it is right.");
        }
        return from.barelyAt(there);
    }
}
