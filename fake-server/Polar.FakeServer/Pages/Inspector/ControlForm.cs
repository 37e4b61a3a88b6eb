using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Pages.Inspector;

/// <summary>What is made of a field of a form.</summary>
internal enum FieldKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A number; what is none stays a text, so that the call itself refuses it.</summary>
    Number,

    /// <summary>A box that is ticked or not.</summary>
    Flag,

    /// <summary>JSON; what is none is a text.</summary>
    Json,
}

/// <summary>A form as the control call that it makes: the same call as over HTTP, so that nothing is decided here.</summary>
/// <param name="Method">The call's method.</param>
/// <param name="Path">The call's path behind <c>/_fake/</c>; what is in braces is a field of the form.</param>
/// <param name="Fields">The members of the call's body; those that are empty are left out.</param>
internal sealed record ControlForm(string Method, string Path, params (string Name, FieldKind Kind)[] Fields)
{
    /// <summary>All forms by the names that they are sent to.</summary>
    public static FrozenDictionary<string, ControlForm> All { get; } = new Dictionary<string, ControlForm>
    {
        ["move-clock"] = new("POST", "clock", ("advance", FieldKind.Text), ("set", FieldKind.Text)),
        ["reset"] = new("POST", "reset"),
        ["clear-requests"] = new("DELETE", "requests"),
        ["redeliver"] = new("POST", "webhooks/{event}/redeliver"),
        ["add-fault"] = new(
            "POST",
            "faults",
            ("operation", FieldKind.Text),
            ("method", FieldKind.Text),
            ("path", FieldKind.Text),
            ("status", FieldKind.Number),
            ("body", FieldKind.Json),
            ("retry_after", FieldKind.Number),
            ("delay_ms", FieldKind.Number),
            ("percentage", FieldKind.Number),
            ("times", FieldKind.Number),
            ("drop", FieldKind.Flag),
            ("truncate", FieldKind.Flag),
            ("webhook", FieldKind.Text),
            ("event", FieldKind.Text),
            ("endpoint", FieldKind.Text)),
        ["remove-fault"] = new("DELETE", "faults/{fault}"),
        ["clear-faults"] = new("DELETE", "faults"),
        ["take-snapshot"] = new("POST", "snapshots", ("name", FieldKind.Text)),
        ["restore-snapshot"] = new("POST", "snapshots/{snapshot}/restore"),
        ["delete-snapshot"] = new("DELETE", "snapshots/{snapshot}"),
    }.ToFrozenDictionary();

    /// <summary>The call's path for what was filled in.</summary>
    public string PathFor(IReadOnlyDictionary<string, string> form) => string.Join('/', Path.Split('/').Select(step =>
        step.StartsWith('{') ? form.GetValueOrDefault(step.Trim('{', '}')) : step));

    /// <summary>The call's body for what was filled in; null where it has none.</summary>
    public JsonObject? BodyFor(IReadOnlyDictionary<string, string> form)
    {
        if (Fields.Length == 0)
        {
            return null;
        }

        var body = new JsonObject();
        foreach (var (name, kind) in Fields)
        {
            if (form.GetValueOrDefault(name)?.Trim() is { Length: > 0 } value)
            {
                body[name] = Node(value, kind);
            }
        }

        return body;
    }

    private static JsonNode? Node(string value, FieldKind kind) => kind switch
    {
        FieldKind.Number when int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        FieldKind.Flag => value == "true",
        FieldKind.Json => Parsed(value),
        _ => value,
    };

    private static JsonNode? Parsed(string value)
    {
        try
        {
            return JsonNode.Parse(value);
        }
        catch (JsonException)
        {
            return value;
        }
    }
}
