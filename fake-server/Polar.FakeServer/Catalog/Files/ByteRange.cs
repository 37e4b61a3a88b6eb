using System.Globalization;
using System.Net.Http.Headers;

namespace Polar.FakeServer.Catalog.Files;

/// <summary>The part of an object that a reader asks for.</summary>
/// <param name="Start">The first byte.</param>
/// <param name="Length">How many.</param>
internal readonly record struct ByteRange(int Start, int Length)
{
    /// <summary>What a header asks for: nothing where it is none, or asks for several parts at once, which this storage gives no one.</summary>
    /// <param name="header">The header.</param>
    /// <param name="size">The size of the object.</param>
    /// <returns>The part; one of no bytes where there are none at that place.</returns>
    public static ByteRange? Read(string? header, int size)
    {
        if (!RangeHeaderValue.TryParse(header, out var asked) || asked is not { Unit: "bytes", Ranges.Count: 1 })
        {
            return null;
        }

        var range = asked.Ranges.Single();
        var (from, to) = range.From is { } first
            ? (first, Math.Min(range.To ?? long.MaxValue, size - 1))
            : (Math.Max(0, size - range.To!.Value), size - 1L);
        return from > to ? new ByteRange(0, 0) : new ByteRange((int)from, (int)(to - from + 1));
    }

    /// <summary>How an answer says which part of the whole it is.</summary>
    public string Of(int size) => string.Create(CultureInfo.InvariantCulture, $"bytes {Start}-{Start + Length - 1}/{size}");
}
