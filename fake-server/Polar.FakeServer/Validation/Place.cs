namespace Polar.FakeServer;

/// <summary>A place in a request.</summary>
internal sealed record Place(IReadOnlyList<object> Steps)
{
    public static Place Body { get; } = new(["body"]);

    public Place Then(object step) => new([.. Steps, step]);
}
