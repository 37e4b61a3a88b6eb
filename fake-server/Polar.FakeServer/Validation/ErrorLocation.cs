namespace Polar.FakeServer.Validation;

/// <summary>A place in a request.</summary>
internal sealed record ErrorLocation(IReadOnlyList<object> Steps)
{
    public static ErrorLocation Body { get; } = new(["body"]);

    public ErrorLocation Then(object step) => new([.. Steps, step]);
}
