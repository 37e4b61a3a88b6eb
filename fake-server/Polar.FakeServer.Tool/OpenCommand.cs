using System.CommandLine;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Tool;

/// <summary><c>polar-fake open checkout</c>: the pages of a running fake, in a browser.</summary>
internal static class OpenCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <returns>The command.</returns>
    public static Command Create(Terminal terminal) =>
        new("open", "Print the address of a page of a running fake, and open it where there is a browser. Example: polar-fake open inspector")
        {
            Checkout(terminal),
            Portal(terminal),
            Inspector(terminal),
        };

    private static Command Checkout(Terminal terminal)
    {
        var command = new Command("checkout", "A checkout that was made for it. Example: polar-fake open checkout --customer ada@acme.dev");
        var product = new Option<string?>("--product") { Description = "What is bought, by its id; the first product that is on sale by default." };
        var customer = Customer("Who buys, by id or e-mail address; nobody in particular by default.");
        command.Add(product);
        command.Add(customer);
        RunningFake.Attach(command, terminal, async (fake, parsed, stop) =>
        {
            var (token, _) = await IdentityAsync(fake, stop).ConfigureAwait(false);
            var body = new JsonObject
            {
                ["products"] = new JsonArray(parsed.GetValue(product) ?? await FirstAsync(
                    fake, "/v1/products/?is_archived=false&limit=1", token, "Nothing is on sale; make a product first, or name one with --product.", stop).ConfigureAwait(false)),
            };
            if (parsed.GetValue(customer) is { } buyer)
            {
                body["customer_id"] = await FindAsync(fake, buyer, token, stop).ConfigureAwait(false);
            }

            var checkout = await fake.CallAsync(HttpMethod.Post, "/v1/checkouts/", stop, body, token).ConfigureAwait(false);
            return Show(terminal, $"{checkout["url"]}");
        });
        return command;
    }

    private static Command Portal(Terminal terminal)
    {
        var command = new Command("portal", "The customer portal. Example: polar-fake open portal --customer ada@acme.dev");
        var customer = Customer("Who is signed in, by id or e-mail address; nobody by default.");
        command.Add(customer);
        RunningFake.Attach(command, terminal, async (fake, parsed, stop) =>
        {
            var (token, slug) = await IdentityAsync(fake, stop).ConfigureAwait(false);
            if (parsed.GetValue(customer) is not { } who)
            {
                return Show(terminal, $"{fake.Address.GetLeftPart(UriPartial.Authority)}/{slug}/portal");
            }

            var body = new JsonObject { ["customer_id"] = await FindAsync(fake, who, token, stop).ConfigureAwait(false) };
            var session = await fake.CallAsync(HttpMethod.Post, "/v1/customer-sessions/", stop, body, token).ConfigureAwait(false);
            return Show(terminal, $"{session["customer_portal_url"]}");
        });
        return command;
    }

    private static Command Inspector(Terminal terminal)
    {
        var command = new Command("inspector", "The page that shows the fake's world. Example: polar-fake open inspector");
        RunningFake.Attach(command, terminal, async (fake, _, stop) =>
        {
            await fake.CallAsync(HttpMethod.Get, "/_fake/health", stop).ConfigureAwait(false);
            return Show(terminal, $"{fake.Address.GetLeftPart(UriPartial.Authority)}/_fake");
        });
        return command;
    }

    private static Option<string?> Customer(string description) => new("--customer") { Description = description };

    private static async Task<(string Token, string Slug)> IdentityAsync(RunningFake fake, CancellationToken stop)
    {
        var health = await fake.CallAsync(HttpMethod.Get, "/_fake/health", stop).ConfigureAwait(false);
        return (health["access_token"]!.ToString(), health["organization"]!["slug"]!.ToString());
    }

    /// <summary>A customer's id.</summary>
    private static async Task<string> FindAsync(RunningFake fake, string customer, string token, CancellationToken stop) => Guid.TryParse(customer, out _)
        ? customer
        : await FirstAsync(
            fake, $"/v1/customers/?email={Uri.EscapeDataString(customer)}&limit=1", token, $"There is no customer \"{customer}\".", stop).ConfigureAwait(false);

    /// <summary>The id of the first thing of a list.</summary>
    private static async Task<string> FirstAsync(RunningFake fake, string path, string token, string otherwise, CancellationToken stop)
    {
        var list = await fake.CallAsync(HttpMethod.Get, path, stop, token: token).ConfigureAwait(false);
        return list["items"] is JsonArray { Count: > 0 } items ? items[0]!["id"]!.ToString() : throw new RefusedException(isWrongInput: true, otherwise);
    }

    private static int Show(Terminal terminal, string address)
    {
        terminal.Write(address);

        // A script wants the address alone.
        if (terminal.IsWatched)
        {
            terminal.Browse(address);
        }

        return ExitCode.Success;
    }
}
