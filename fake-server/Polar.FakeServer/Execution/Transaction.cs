using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Rendering;
using Polar.FakeServer.Storage;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Execution;

/// <summary>
/// One step over the world: it starts from the world as it is, and what it makes of it becomes the world only when it succeeds. Events and jobs
/// belong to it in the same way.
/// </summary>
internal sealed class Transaction
{
    private readonly List<PublishedEvent> _events = [];
    private readonly List<(Guid Event, bool IsRedelivery)> _deliveries = [];
    private readonly List<object> _notices = [];
    private readonly List<OutsideCall> _outsideCalls = [];
    private readonly AccessRule _rule;
    private readonly World _beginning;
    private bool _touched;

    public Transaction(World world, Caller caller, DateTimeOffset now, FakeSettings settings, AccessRule? rule = null)
    {
        World = world;
        _beginning = world;
        Caller = caller;
        Now = now;
        Settings = settings;
        Random = new RandomDraw(world.Random);
        _rule = rule ?? AccessRule.None;
        Organizations = caller.Memberships switch
        {
            [] => [],
            [var only] when only.Allows(_rule.View) => [only.Organization],
            _ => Visible(caller, _rule),
        };
    }

    /// <summary>The world as this step has made it so far.</summary>
    public World World { get; private set; }

    /// <summary>Who asked for it.</summary>
    public Caller Caller { get; }

    /// <summary>The organizations whose things the caller may see in this step.</summary>
    public IReadOnlyList<Guid> Organizations { get; }

    /// <summary>Why the step is refused, whatever it came to.</summary>
    public Failure? Refusal { get; private set; }

    /// <summary>The virtual time.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>What the fake was started with.</summary>
    public FakeSettings Settings { get; }

    /// <summary>What was sent, for members that the API description hides; the model has all others.</summary>
    public JsonNode? Body { get; init; }

    /// <summary>What the query said, for parameters that the API description hides; the query's model has all others.</summary>
    public IReadOnlyDictionary<string, List<string>> Query { get; init; } = ImmutableDictionary<string, List<string>>.Empty;

    /// <summary>The version of the API that the answer follows.</summary>
    public string ApiVersion { get; init; } = ApiVersions.Current;

    /// <summary>The name that a browser is to save the answer under; null where it is to show it.</summary>
    public string? SavedAs { get; set; }

    /// <summary>Nobody is told what happens: it is history.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The only source of randomness.</summary>
    public RandomDraw Random { get; private set; }

    /// <summary>What this step has published, in order.</summary>
    public IReadOnlyList<PublishedEvent> Events => _events;

    /// <summary>Events to deliver again.</summary>
    public IReadOnlyList<(Guid Event, bool IsRedelivery)> Deliveries => _deliveries;

    /// <summary>What whoever hosts the fake is told once the step has happened; nothing of it is kept.</summary>
    public IReadOnlyList<object> Notices => _notices;

    /// <summary>What is done outside of the fake once the step has happened.</summary>
    public IReadOnlyList<OutsideCall> OutsideCalls => _outsideCalls;

    /// <summary>Keeps a row: a new one, or another version of the one with its id.</summary>
    public TRow Save<TRow>(TRow row)
        where TRow : class, IRow<TRow>
    {
        World = World.With(World.Table<TRow>().Set(row));
        return row;
    }

    /// <summary>Takes a row out of its table.</summary>
    public void Remove<TRow>(TRow row)
        where TRow : class, IRow<TRow> => World = World.With(World.Table<TRow>().Remove(row.Id));

    /// <summary>Keeps another version of a part of the world that is no table.</summary>
    public void Keep<TPart>(TPart part)
        where TPart : class, IWorldPart<TPart> => World = World.WithPart(part);

    /// <summary>Whether anything is other than it was, chance included.</summary>
    public bool HasChanges => World != _beginning || !Random.Source.Equals(_beginning.Random) || _events.Count > 0 || _deliveries.Count > 0 || _outsideCalls.Count > 0;

    /// <summary>The world that this step has made, its randomness and its events included.</summary>
    public World Result => World.With(Random.Source).With(_events);

    /// <summary>Goes on from a world that was made elsewhere.</summary>
    public void ReplaceWorld(World world)
    {
        World = world;
        Random = new RandomDraw(world.Random);
    }

    public Guid NewId() => Random.Uuid();

    private static Guid[] Visible(Caller caller, AccessRule rule) =>
        [.. caller.Memberships.Where(membership => membership.Allows(rule.View)).Select(membership => membership.Organization)];

    /// <summary>Whether the caller may see this organization's things.</summary>
    public bool CanSee(Guid organization) => Organizations.Contains(organization);

    /// <summary>Whether the caller may see this row: its organization's, and for a customer or a member only its own.</summary>
    public bool CanSee<TRow>(TRow row)
        where TRow : class, IRow =>
        CanSee(row.OrganizationId)
        && (Caller.Customer is not { } customer || row is not ICustomerOwned owned || owned.OwnerId == customer)
        && (Caller.Member is not { } member || row is not IMemberOwned own || own.MemberId == member);

    /// <summary>
    /// Notes whose things the step is about: the first organization that it looks a thing up in, or makes one for. A user whose role does not allow
    /// the change is refused, after everything else that Polar finds earlier.
    /// </summary>
    public void AuthorizeWrite(Guid organization)
    {
        if (_touched)
        {
            return;
        }

        _touched = true;
        if (_rule.Change is { } needed && !Caller.Memberships.Any(membership => membership.Organization == organization && membership.Allows(needed)))
        {
            Refuse(Failure.Missing(needed));
        }
    }

    /// <summary>Has the step answered with this failure, whatever it comes to; the first one counts.</summary>
    public void Refuse(Failure failure) => Refusal ??= failure;

    /// <summary>Publishes an event; its data is made when somebody looks, from the world as it is now, and not at all where nobody is told.</summary>
    public void Publish<T>(Guid organization, string type, Func<World, T> data)
        where T : IWire<T> => Publish(organization, type, data, []);

    /// <summary>Publishes an event in whose body something stands behind the data.</summary>
    /// <param name="organization">The organization that the event belongs to.</param>
    /// <param name="type">The event's type.</param>
    /// <param name="data">Makes its data.</param>
    /// <param name="details">What stands behind the data.</param>
    public void Publish<T>(Guid organization, string type, Func<World, T> data, IReadOnlyList<(string Name, string Value)> details)
        where T : IWire<T>
    {
        if (IsSilent)
        {
            return;
        }

        // Not the step itself: it knows the world, the events before and the worlds that they remember, and so on back to the beginning.
        var (world, renderer) = (World.Rows(), Settings.Renderer);
        _events.Add(new PublishedEvent(
            organization, type, Now, writer => renderer.Write(writer, world, ApiVersions.Current, data(world)))
        {
            Details = details,
        });
    }

    /// <summary>Goes on without something that follows from this step and has failed.</summary>
    public void Park(ParkedJob failed) => World = World.With(failed);

    /// <summary>Asks the floors above about the world as it is now.</summary>
    public TAnswer Ask<TAnswer>(IDomainQuestion<TAnswer> question) => Settings.Answers.Ask(World, question);

    /// <summary>Tells the floors above what has happened; what they do about it belongs to this step and is done when this returns.</summary>
    public void Raise(IDomainEvent happened) => Settings.EventHandlers.Handle(this, happened);

    /// <summary>Has a job done at a time; one that is due now runs right behind this step.</summary>
    public void Schedule(DateTimeOffset due, IJob job) => World = World.With(World.Jobs.Add(due, job));

    /// <summary>Has an event delivered again.</summary>
    public void Redeliver(Guid webhookEvent) => Deliver(webhookEvent, isRedelivery: true);

    /// <summary>Has an event delivered: again, even if it has been taken already, or only if it has not.</summary>
    public void Deliver(Guid webhookEvent, bool isRedelivery) => _deliveries.Add((webhookEvent, isRedelivery));

    /// <summary>Has whoever hosts the fake told of something once the step has happened.</summary>
    public void Notify(object notice) => _notices.Add(notice);

    /// <summary>Has a service outside of the fake called once the step has happened, and, where a file keeps the world, once it is written.</summary>
    public void CallOutside(OutsideCall call) => _outsideCalls.Add(call);

    /// <summary>Has a job done right behind this step.</summary>
    public void Enqueue(IJob job) => Schedule(Now, job);
}
