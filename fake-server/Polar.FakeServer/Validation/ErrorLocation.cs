namespace Polar.FakeServer.Validation;

/// <summary>A place in a request. Most are never told to anybody, so the steps to one are only listed when asked for.</summary>
internal sealed class ErrorLocation
{
    private readonly ErrorLocation? _outer;
    private readonly object? _step;
    private IReadOnlyList<object>? _steps;

    public ErrorLocation(IReadOnlyList<object> steps) => _steps = steps;

    private ErrorLocation(ErrorLocation outer, object step)
    {
        _outer = outer;
        _step = step;
    }

    public static ErrorLocation Body { get; } = new(["body"]);

    /// <summary>The whole of a value that is looked at by itself.</summary>
    public static ErrorLocation Start { get; } = new([]);

    /// <summary>Names, and indices as numbers, from the outside in.</summary>
    public IReadOnlyList<object> Steps => _steps ??= [.. _outer!.Steps, _step!];

    public ErrorLocation Then(object step) => new(this, step);
}
