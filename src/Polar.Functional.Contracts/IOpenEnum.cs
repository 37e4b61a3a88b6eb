namespace Polar.Functional.Contracts;

/// <summary>An enumeration that keeps values it does not know.</summary>
public interface IOpenEnum
{
    /// <summary>The value on the wire.</summary>
    string Value { get; }

    /// <summary>Whether the value was known when the type was made.</summary>
    bool IsKnown { get; }
}
