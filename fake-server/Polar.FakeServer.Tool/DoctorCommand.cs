using System.CommandLine;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Tool;

/// <summary><c>polar-fake doctor</c>: is everything as it must be for an app to be tested?</summary>
internal static class DoctorCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <returns>The command.</returns>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("doctor", "Check a running fake and the app that it delivers to: reachable, clock, versions, endpoints, secrets. Example: polar-fake doctor");
        RunningFake.Attach(command, terminal, async (fake, _, stop) =>
        {
            var health = await fake.CallAsync(HttpMethod.Get, "/_fake/health", stop).ConfigureAwait(false);
            var token = health["access_token"]!.ToString();
            var report = new Findings(terminal);
            report.Good("reachable", fake.Address.GetLeftPart(UriPartial.Authority));
            var version = $"fake {health["version"]}, tool {Ui.Version}";
            if (Ui.Version.Split('-')[0] == health["version"]!.ToString())
            {
                report.Good("versions", version);
            }
            else
            {
                report.Bad("versions", $"{version}: use the same for both");
            }

            if (health["status"]!.ToString() == "ok")
            {
                report.Good("clock", health["clock"]!.ToString());
            }
            else
            {
                report.Bad("clock", $"{health["clock"]}; something that was due has failed, see GET /_fake/health; polar-fake reset clears it");
            }

            var endpoints = await fake.CallAsync(HttpMethod.Get, "/v1/webhooks/endpoints?limit=100", stop, token: token).ConfigureAwait(false);
            var all = endpoints["items"]!.AsArray();
            if (all.Count == 0)
            {
                report.Good("endpoints", "none; start the fake with --webhook URL, or run: polar-fake listen --forward URL");
            }

            using var probe = new EndpointProbe();
            foreach (var endpoint in all)
            {
                await CheckAsync(report, probe, endpoint!, stop).ConfigureAwait(false);
            }

            return report.AreGood ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    private static async Task CheckAsync(Findings report, EndpointProbe probe, JsonNode endpoint, CancellationToken stop)
    {
        var url = endpoint["url"]!.ToString();
        var address = new Uri(url);
        if (endpoint["name"]?.ToString() == ListenCommand.Name)
        {
            report.Good("endpoint", $"{url} is {ListenCommand.Name}");
            return;
        }

        // No such name leads anywhere, by convention; the sample data has one.
        if (address.Host.EndsWith(".example", StringComparison.OrdinalIgnoreCase))
        {
            report.Good("endpoint", $"{url} is an example, and was not asked");
            return;
        }

        if (!(bool)endpoint["enabled"]!)
        {
            report.Bad("endpoint", $"{url} is disabled: it has failed too often, or somebody has switched it off");
            return;
        }

        if (!address.IsLoopback)
        {
            report.Good("endpoint", $"{url} is not on this machine, and was not asked");
            return;
        }

        var secret = endpoint["secret"]!.ToString();
        var signed = await probe.SendAsync(address, secret, stop).ConfigureAwait(false);
        var forged = await probe.SendAsync(address, EndpointProbe.WrongSecret, stop).ConfigureAwait(false);
        switch (signed, forged)
        {
            case (null, _):
                report.Bad("endpoint", $"{url} does not answer");
                break;
            case ( >= 200 and < 300, >= 200 and < 300):
                report.Bad("secret", $"{url} takes a delivery whose signature is wrong: it verifies none");
                break;
            case ( >= 200 and < 300, _):
                report.Good("secret", $"{url} takes what is signed rightly ({signed}), and refuses what is not ({forged})");
                break;
            case (401 or 403, _):
                report.Bad("secret", $"{url} refuses a delivery that is signed with its secret ({signed}): does the app have its secret?");
                break;
            default:
                report.Good("endpoint", $"{url} answers {signed}; whether it verifies signatures cannot be told from that");
                break;
        }
    }

    /// <summary>What was found, a line each.</summary>
    private sealed class Findings(Terminal terminal)
    {
        public bool AreGood { get; private set; } = true;

        public void Good(string subject, string text) => terminal.Write($"ok    {subject,-10} {text}");

        public void Bad(string subject, string text)
        {
            AreGood = false;
            terminal.Write($"wrong {subject,-10} {text}");
        }
    }
}
