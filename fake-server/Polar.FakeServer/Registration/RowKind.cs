using System.Text.Json;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Registration;

/// <summary>The rows of a table as people look at them. A list costs what it shows: it is read from an index, and a search looks at so many rows at most.</summary>
/// <typeparam name="TRow">A row's type.</typeparam>
internal sealed class RowKind<TRow>(
    string title,
    Action<Utf8JsonWriter, Transaction, TRow> write,
    Func<World, TRow, string?> label,
    (string Title, Func<World, TRow, string?> Text)[] facts)
    : ResourceKind(TRow.Table.Name, title, typeof(TRow).Namespace!.Split('.')[2])
    where TRow : class, IRow<TRow>
{
    private readonly string[] _columns = [.. facts.Select(fact => fact.Title)];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => _columns;

    /// <inheritdoc/>
    public override int Count(World world) => world.Table<TRow>().Count;

    /// <inheritdoc/>
    public override bool Has(World world, Guid id) => world.Table<TRow>().Find(id) is not null;

    /// <inheritdoc/>
    public override ResourceSummary? Find(World world, Guid id) => world.Table<TRow>().Find(id) is { } row ? Summary(world, row) : null;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Transaction transaction, Guid id) => write(writer, transaction, transaction.World.Table<TRow>()[id]);

    /// <inheritdoc/>
    public override int Referring(World world, Guid organization, Guid id) => world.Table<TRow>().Referring(organization, id).Count;

    /// <inheritdoc/>
    public override ResourcePage List(Transaction transaction, ResourceQuery query)
    {
        var world = transaction.World;
        var table = world.Table<TRow>();
        var rows = query switch
        {
            { OrganizationId: { } organization, Referring: { } id } => table.Referring(organization, id),
            { OrganizationId: { } organization } => table.Of(organization),
            _ => null,
        };
        var place = Math.Clamp(query.Before ?? long.MaxValue, 0, rows?.Count ?? table.NextPlace);
        var (found, looked) = (new List<ResourceSummary>(), 0);
        while (place > 0 && found.Count < query.Limit && looked < query.MostLooked)
        {
            place--;
            looked++;
            if ((rows is null ? table.FindAt(place) : rows[(int)place]) is { } row
                && Summary(world, row) is var summary
                && (query.Text is null || Matches(transaction, summary, query.Text, isRead: looked <= query.MostRead)))
            {
                found.Add(summary);
            }
        }

        return new ResourcePage(found, place > 0 ? place : null, looked);
    }

    private ResourceSummary Summary(World world, TRow row)
    {
        var texts = new string?[facts.Length];
        for (var number = 0; number < texts.Length; number++)
        {
            texts[number] = facts[number].Text(world, row);
        }

        return new ResourceSummary(row.Id, row.OrganizationId, row.CreatedAt, row.IsDeleted, label(world, row), texts);
    }
}
