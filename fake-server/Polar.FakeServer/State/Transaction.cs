using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>
/// One step over the world: it starts from the world as it is, and what it makes of it becomes the world only when it succeeds. Events and jobs
/// belong to it in the same way.
/// </summary>
internal sealed class Transaction
{
    private readonly List<PublishedEvent> _events = [];
    private readonly List<Guid> _redeliveries = [];

    public Transaction(World world, Caller caller, DateTimeOffset now, FakeSettings settings)
    {
        World = world;
        Caller = caller;
        Now = now;
        Settings = settings;
        Random = new RandomDraw(world.Random);
    }

    /// <summary>The world as this step has made it so far.</summary>
    public World World { get; set; }

    /// <summary>Who asked for it.</summary>
    public Caller Caller { get; }

    /// <summary>The virtual time.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>What the fake was started with.</summary>
    public FakeSettings Settings { get; }

    /// <summary>The only source of randomness.</summary>
    public RandomDraw Random { get; private set; }

    /// <summary>What this step has published, in order.</summary>
    public IReadOnlyList<PublishedEvent> Events => _events;

    /// <summary>Events to deliver again.</summary>
    public IReadOnlyList<Guid> Redeliveries => _redeliveries;

    /// <summary>Goes on from a world that was made elsewhere.</summary>
    public void Adopt(World world)
    {
        World = world;
        Random = new RandomDraw(world.Random);
    }

    public Guid NewId() => Random.Uuid();

    /// <summary>Publishes an event; its data is written down as it is now.</summary>
    public void Publish<T>(Guid organization, string type, T data)
        where T : IWire<T> => _events.Add(new PublishedEvent(organization, type, Now, Wire.ToJson(data)));

    /// <summary>Has a job done at a time; one that is due now runs right behind this step.</summary>
    public void Schedule(DateTimeOffset due, IJob job) => World = World.Schedule(due, job);

    /// <summary>Has an event delivered again.</summary>
    public void Redeliver(Guid webhookEvent) => _redeliveries.Add(webhookEvent);

    /// <summary>Has a job done right behind this step.</summary>
    public void Soon(IJob job) => Schedule(Now, job);
}

/// <summary>An event before it is delivered.</summary>
internal sealed record PublishedEvent(Guid Organization, string Type, DateTimeOffset Timestamp, string Data);
