using System.Text.Json.Nodes;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Usage.EventTypes;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Events;

/// <summary>Takes what merchants send: all of it, or nothing where an event names what its sender does not have.</summary>
internal sealed class EventIngestion
{
    private readonly Transaction _transaction;
    private readonly Guid? _own;
    private readonly Dictionary<Guid, bool> _customers = [];
    private readonly Dictionary<Guid, bool> _members = [];
    private readonly HashSet<(Guid Organization, string Name)> _types = [];
    private readonly List<RequestError> _issues = [];

    private EventIngestion(Transaction transaction)
    {
        _transaction = transaction;
        _own = transaction.Caller.Kind == SubjectKind.Organization ? transaction.Caller.Memberships[0].Organization : null;
    }

    /// <summary>Records a batch.</summary>
    public static Outcome<EventsIngestResponse> Run(Transaction transaction, IReadOnlyList<IncomingEvent> events) => new EventIngestion(transaction).Run(events);

    private Outcome<EventsIngestResponse> Run(IReadOnlyList<IncomingEvent> events)
    {
        var drafts = new List<EventDraft>(events.Count);
        for (var index = 0; index < events.Count; index++)
        {
            var incoming = events[index];
            if (IssueOf(incoming, index) is { } issue)
            {
                _issues.Add(issue);
                continue;
            }

            var organization = _own ?? incoming.OrganizationId!.Value;
            _types.Add((organization, incoming.Name));
            drafts.Add(new EventDraft
            {
                OrganizationId = organization,
                Name = incoming.Name,
                Subject = new EventSubject(incoming.CustomerId, incoming.ExternalCustomerId, incoming.MemberId, incoming.ExternalMemberId),
                Timestamp = incoming.Timestamp ?? _transaction.Now,
                Metadata = incoming.Metadata,
                ExternalId = incoming.ExternalId,
                ParentName = incoming.ParentName,
            });
        }

        if (_issues.Count > 0)
        {
            return Failure.Invalid(_issues);
        }

        foreach (var (organization, name) in _types)
        {
            _transaction.EnsureEventType(organization, name);
        }

        var inserted = EventWriter.Write(_transaction, drafts).Count;
        return new EventsIngestResponse { Inserted = inserted, Duplicates = drafts.Count - inserted };
    }

    /// <summary>The first thing that is wrong with an event.</summary>
    private RequestError? IssueOf(IncomingEvent incoming, int index) =>
        OrganizationIssue(incoming.OrganizationId, index)
        ?? (incoming.CustomerId is { } customer && !Knows<CustomerRow>(_customers, customer)
            ? Issue("customer_id", "Customer not found.", index, "customer_id", customer)
            : incoming.MemberId is { } member && !Knows<MemberRow>(_members, member)
                ? Issue("member_id", "Member not found.", index, "member_id", member)
                : null);

    private RequestError? OrganizationIssue(Guid? named, int index) => (_own, named) switch
    {
        (not null, null) => null,
        (not null, { } id) => Issue(
            "organization_token", "Setting organization_id is disallowed when using an organization token.", index, "organization_id", id),
        (null, null) => Issue("missing", "organization_id is required.", index, "organization_id", null),
        (null, { } id) => _transaction.CanSee(id) ? null : Issue("organization_id", "Organization not found.", index, "organization_id", id),
    };

    /// <summary>Whether the caller has such a customer or member, in whichever of its organizations.</summary>
    private bool Knows<TRow>(Dictionary<Guid, bool> known, Guid id)
        where TRow : class, Storage.IRow<TRow>
    {
        if (!known.TryGetValue(id, out var found))
        {
            known[id] = found = _transaction.World.Table<TRow>().Find(id) is { IsDeleted: false } row
                && _transaction.Caller.Memberships.Any(membership => membership.Organization == row.OrganizationId);
        }

        return found;
    }

    private static RequestError Issue(string type, string message, int index, string member, Guid? input) =>
        new(type, ["body", "events", index, member], message, input is { } id ? JsonValue.Create(id.ToString()) : null);
}
