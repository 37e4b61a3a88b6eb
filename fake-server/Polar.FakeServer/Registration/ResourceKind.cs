using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Rendering;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Registration;

/// <summary>A kind of things that people may look at, in a list and one by one: usually the rows of a table.</summary>
/// <param name="name">The name in addresses: <c>license_keys</c>.</param>
/// <param name="title">The name for people: <c>License keys</c>.</param>
/// <param name="group">The folder of the house that the things belong to: <c>Entitlements</c>.</param>
internal abstract class ResourceKind(string name, string title, string group)
{
    public string Name { get; } = name;

    public string Title { get; } = title;

    public string Group { get; } = group;

    /// <summary>Where the API shows one of them, up to its id; null where it does not.</summary>
    public string? ApiPath { get; init; }

    /// <summary>What a list shows besides label and time.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>How many there are in the world.</summary>
    public abstract int Count(World world);

    /// <summary>Whether there is one of that id.</summary>
    public abstract bool Has(World world, Guid id);

    /// <summary>One of them in short; null where there is none of that id.</summary>
    public abstract ResourceSummary? Find(World world, Guid id);

    /// <summary>Writes one of them as the API shows it.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="transaction">A step that only reads.</param>
    /// <param name="id">The id of one that is there.</param>
    public abstract void Write(Utf8JsonWriter writer, Transaction transaction, Guid id);

    /// <summary>A part of the list, the newest first.</summary>
    /// <param name="transaction">A step that only reads.</param>
    /// <param name="query">Which part.</param>
    public abstract ResourcePage List(Transaction transaction, ResourceQuery query);

    /// <summary>How many of an organization's things refer to an id by an index; the thing itself does not count.</summary>
    public abstract int Referring(World world, Guid organization, Guid id);

    /// <summary>Whether a thing is one that a search is for.</summary>
    /// <param name="transaction">A step that only reads.</param>
    /// <param name="item">The thing.</param>
    /// <param name="text">What is searched.</param>
    /// <param name="isRead">Whether its JSON is looked at too.</param>
    protected bool Matches(Transaction transaction, ResourceSummary item, string text, bool isRead)
    {
        if (Has(item.Label, text) || item.Facts.Any(fact => Has(fact, text)) || Has(item.Id.ToString(), text))
        {
            return true;
        }

        if (!isRead)
        {
            return false;
        }

        using var buffer = JsonBuffer.Rent();
        Write(buffer.Writer, transaction, item.Id);
        return Has(Encoding.UTF8.GetString(buffer.Written.Span), JsonEncodedText.Encode(text, PythonJsonEncoder.Instance).ToString());
    }

    private static bool Has(string? words, string text) => words?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The rows of a table, shown as the API does.</summary>
    /// <param name="title">The name for people.</param>
    /// <param name="resource">The wire model of a row. What nobody but its holder is to know has been taken out of it.</param>
    /// <param name="label">What people call a row; null where it has no name.</param>
    /// <param name="facts">What a list shows besides.</param>
    public static ResourceKind Of<TRow, TResource>(
        string title, Func<Transaction, TRow, TResource> resource, Func<World, TRow, string?> label, params (string Title, Func<World, TRow, string?> Text)[] facts)
        where TRow : class, IRow<TRow>
        where TResource : IWire<TResource> => new RowKind<TRow>(
            title,
            (writer, transaction, row) => transaction.Settings.Renderer.Write(writer, transaction.World, ApiVersions.Current, resource(transaction, row)),
            label,
            facts);

    /// <summary>The rows of a table that the API does not show.</summary>
    /// <param name="title">The name for people.</param>
    /// <param name="members">What is shown of a row.</param>
    /// <param name="label">What people call a row; null where it has no name.</param>
    /// <param name="facts">What a list shows besides.</param>
    public static ResourceKind Of<TRow>(
        string title, Func<TRow, JsonObject> members, Func<World, TRow, string?> label, params (string Title, Func<World, TRow, string?> Text)[] facts)
        where TRow : class, IRow<TRow> => new RowKind<TRow>(title, (writer, _, row) => members(row).WriteTo(writer), label, facts);
}

/// <summary>One thing in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OrganizationId">The organization that it belongs to; the empty id where it belongs to none.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="IsDeleted">Whether it is gone for its users.</param>
/// <param name="Label">What people call it; null where it has no name.</param>
/// <param name="Facts">What stands in the columns of its kind.</param>
internal sealed record ResourceSummary(
    Guid Id, Guid OrganizationId, DateTimeOffset CreatedAt, bool IsDeleted, string? Label, IReadOnlyList<string?> Facts);

/// <summary>A part of a list.</summary>
/// <param name="Items">What is in it, the newest first.</param>
/// <param name="Next">Where the next part begins (<see cref="ResourceQuery.Before"/>); null where there is none.</param>
/// <param name="Looked">How many things were looked at.</param>
internal sealed record ResourcePage(IReadOnlyList<ResourceSummary> Items, long? Next, int Looked);

/// <summary>Which part of a list is asked for.</summary>
internal sealed record ResourceQuery
{
    /// <summary>Only what belongs to this organization; null for all.</summary>
    public Guid? OrganizationId { get; init; }

    /// <summary>Only what refers to this id by an index, together with <see cref="OrganizationId"/>; null for all.</summary>
    public Guid? Referring { get; init; }

    /// <summary>Only what has this text in its label, its columns, its id or its JSON, in whatever case; null for all.</summary>
    public string? Text { get; init; }

    /// <summary>Only what comes before this place in the list; null for the newest part.</summary>
    public long? Before { get; init; }

    /// <summary>How many things are wanted.</summary>
    public required int Limit { get; init; }

    /// <summary>How many things are looked at at most.</summary>
    public required int MostLooked { get; init; }

    /// <summary>Of how many of them a search looks at the JSON too, the newest ones.</summary>
    public int MostRead { get; init; }
}
