using System.Globalization;
using System.Reflection;
using Polar.FakeServer.Sales.CheckoutLinks;
using Polar.Functional;
using Polar.Functional.Contracts;
using Spectre.Console;

namespace Polar.FakeServer.Tool;

/// <summary>Says things on a terminal; every line is readable without its colours.</summary>
/// <param name="console">The terminal.</param>
internal sealed class Ui(IAnsiConsole console)
{
    private const int LabelWidth = 16;

    // Terminals are at least this wide, and what is piped stays as readable.
    private const int LineWidth = 80;

    private int _steps;

    /// <summary>The tool's version.</summary>
    public static string Version { get; } =
        typeof(Ui).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private bool Fancy => console.Profile.Capabilities.Unicode;

    /// <summary>The first line of a command.</summary>
    /// <param name="subject">What runs.</param>
    /// <param name="purpose">What for.</param>
    public void Title(string subject, string purpose)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{subject}[/]  [grey]{purpose}[/]");
    }

    /// <summary>Begins a step.</summary>
    /// <param name="title">What it is about.</param>
    public void Step(string title)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold blue]{++_steps}[/] [bold]{title}[/]");
    }

    /// <summary>One thing that is so.</summary>
    /// <param name="label">What it is.</param>
    /// <param name="value">What it is like.</param>
    /// <param name="note">What else is to say.</param>
    public void Fact(string label, string value, string note = "") =>
        console.MarkupLineInterpolated($"  [grey]{label.PadRight(LabelWidth)}[/]{value}[grey]{(note.Length == 0 ? "" : $"  {note}")}[/]");

    /// <summary>A sentence.</summary>
    /// <param name="text">The sentence.</param>
    public void Line(string text) => console.MarkupLineInterpolated($"[grey]{text}[/]");

    /// <summary>A delivery whose signature is right.</summary>
    /// <param name="type">The event.</param>
    /// <param name="note">What it is about.</param>
    public void Webhook(string type, string note) =>
        console.MarkupLineInterpolated($"  [green]{(Fancy ? "✓" : "ok")} {"webhook".PadRight(LabelWidth - (Fancy ? 2 : 3))}[/][green]{(note.Length == 0 ? type : type.PadRight(24))}[/][grey]{note}[/]");

    /// <summary>A call that failed as it should.</summary>
    /// <param name="what">What was tried.</param>
    /// <param name="kind">The error's type and case.</param>
    /// <param name="explanation">What the server said, a line each.</param>
    public void Refused(string what, string kind, IEnumerable<string> explanation)
    {
        console.MarkupLineInterpolated($"  [yellow]{what}[/]");
        console.MarkupLineInterpolated($"    {(Fancy ? "→" : "->")} [bold]{kind}[/]");
        foreach (var line in explanation.SelectMany(text => Wrapped(text, LineWidth - 6)))
        {
            console.MarkupLineInterpolated($"      [grey]{line}[/]");
        }
    }

    /// <summary>Something that must not be.</summary>
    /// <param name="what">What it is.</param>
    public void Unexpected(string what) => console.MarkupLineInterpolated($"  [bold red]{(Fancy ? "✗ " : "")}must not be: {what}[/]");

    /// <summary>How the demo ended.</summary>
    /// <param name="webhooks">How many deliveries came.</param>
    /// <param name="faults">How many things were not as they must be.</param>
    public void Summary(int webhooks, int faults)
    {
        console.WriteLine();
        if (faults == 0)
        {
            console.MarkupLineInterpolated($"[green]{(Fancy ? "✓ " : "")}All as it should be.[/] [grey]{webhooks} webhooks, every signature verified.[/]");
        }
        else
        {
            console.MarkupLineInterpolated($"[red]{faults} of the above must not be.[/]");
        }
    }

    /// <summary>Orders, one a row.</summary>
    /// <param name="orders">The orders.</param>
    public void Orders(IEnumerable<Order> orders)
    {
        var table = new Table().Border(Fancy ? TableBorder.Rounded : TableBorder.Ascii).BorderColor(Color.Grey);
        table.AddColumns("created", "reason", "status");
        table.AddColumn(new TableColumn("total").RightAligned());
        table.AddColumn("invoice");
        foreach (var order in orders)
        {
            table.AddRow(new[] { Date(order.CreatedAt), order.BillingReason.Value, order.Status.Value, Money(order.TotalAmount, order.Currency), order.InvoiceNumber ?? "" }
                .Select(Markup.Escape).ToArray());
        }

        console.Write(table);
    }

    /// <summary>What ended the demo before its time.</summary>
    /// <param name="error">The error.</param>
    public void Failed(PolarError error)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold red]{(Fancy ? "✗ " : "")}Failed: {error.Code}[/] {(error.Status is { } status ? $"(status {status})" : "")}");
        console.MarkupLineInterpolated($"  {error.Message}");
        foreach (var issue in error.Issues)
        {
            console.MarkupLineInterpolated($"  {issue.Path}  [grey]{issue.Type}[/]  {issue.Message}");
        }
    }

    /// <summary>What a newcomer needs to know of a fake that listens.</summary>
    /// <param name="fake">The fake.</param>
    /// <param name="options">What it was made from.</param>
    public void Serving(FakePolar fake, FakePolarOptions options)
    {
        var address = fake.Address.GetLeftPart(UriPartial.Authority);
        Title($"polar-fake {Version}", "a fake Polar: no account, no card, nothing leaves this machine");
        console.WriteLine();
        Fact("listening on", address);
        Fact("organization", $"{fake.Organization.Name} ({fake.Organization.Slug})", fake.Organization.Id.ToString());
        Fact("access token", fake.AccessToken);
        Fact("clock", Time(fake.Clock.UtcNow));
        Fact("sample data", options.Empty ? "none"
            : $"seed {options.Seed.ToString(CultureInfo.InvariantCulture)}{(options.SampleData == FakeSampleData.Full ? ", full" : "")}");
        if (options.DataFile is { } data)
        {
            Fact("data", Path.GetFullPath(data), options.DataDurability == FakeDataDurability.Machine ? "" : "outlives the process, not a loss of power");
        }

        if (options.WebhookUrl is { } webhooks)
        {
            Fact("webhooks to", webhooks.ToString(), options.WebhookEvents is { } events ? string.Join(", ", events) : "all events");
            Fact("webhook secret", fake.WebhookSecret ?? "");
        }

        if (options.RecordTo is { } file)
        {
            Fact("recording to", file, "tokens and bodies included");
        }

        console.WriteLine();
        if (fake.World.Table<CheckoutLinkRow>().Of(fake.Organization.Id) is [var link, ..])
        {
            Fact("checkout", $"{address}/v1/checkout-links/{link.ClientSecret}/redirect");
        }

        Fact("portal", $"{address}/{fake.Organization.Slug}/portal");
        Fact("inspector", $"{address}/_fake/");
        console.WriteLine();
        Line("Is it there? Create a customer. Move the clock by a month.");
        console.WriteLine();
        Paste($"curl {address}/_fake/health");
        Paste($"curl {address}/v1/customers/ -H \"Authorization: Bearer {fake.AccessToken}\" {Json("""{"email":"ada@acme.dev"}""")}");
        Paste($"curl {address}/_fake/clock {Json("""{"advance":"P1M"}""")}");
        console.WriteLine();
        Line("Ctrl-C stops it.");
    }

    /// <summary>A request that was answered.</summary>
    /// <param name="request">The request.</param>
    public void Request(FakeRequest request) => console.MarkupLineInterpolated(
        $"[grey]{request.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}[/] {request.Method,-6} {request.Path}{request.Query} [{(request.Status < 400 ? "green" : "red")}]{request.Status}[/] [grey]{request.Duration.TotalMilliseconds.ToString("F1", CultureInfo.InvariantCulture)} ms[/]{(request.Refusal is null ? "" : $"  {request.Refusal}")}");

    /// <summary>Something that has gone wrong while the fake listens.</summary>
    /// <param name="line">What.</param>
    public void Fault(string line) => console.MarkupLineInterpolated($"[red]{line}[/]");

    /// <summary>The last line of a fake that listened.</summary>
    public void Stopped() => Line("Stopped.");

    /// <summary>An amount for a person.</summary>
    /// <param name="amount">In hundredths.</param>
    /// <param name="currency">The currency's code.</param>
    /// <returns>The text.</returns>
    public static string Money(long amount, string currency) =>
        $"{(amount / 100m).ToString("F2", CultureInfo.InvariantCulture)} {currency.ToUpperInvariant()}";

    /// <summary>A time for a person.</summary>
    /// <param name="time">The time.</param>
    /// <returns>The text.</returns>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Wrapped(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }

    private void Paste(string line) => console.MarkupLineInterpolated($"  [cyan]{line}[/]");

    // A Windows shell knows no single quotes.
    private static string Json(string body) =>
        "-H \"Content-Type: application/json\" -d "
        + (OperatingSystem.IsWindows() ? $"\"{body.Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : $"'{body}'");
}
