namespace Polar.Functional.CSharp;

/// <summary>A failure as an exception, for who asks for one.</summary>
public sealed class PolarException : Exception
{
    /// <summary>Wraps a failure.</summary>
    /// <param name="error">The failure.</param>
    public PolarException(PolarError error)
        : base(error?.ToString())
    {
        ArgumentNullException.ThrowIfNull(error);
        Error = error;
    }

    /// <summary>The failure.</summary>
    public PolarError Error { get; }
}
