using Polar.Functional.Contracts;

namespace Polar.FakeServer.Rendering;

/// <summary>A record that was sent without any member, not even a null.</summary>
internal static class NoMembers<T>
    where T : class, IWire<T>
{
    public static T Value { get; } = Wire.TryRead<T>("{}"u8, out var value, out var error)
        ? value
        : throw new InvalidOperationException($"{typeof(T).Name} has members that must be there: {error}");
}
