using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <summary>JSON that is not the value that was asked for. <see cref="Wire"/> turns it into a <see cref="WireError"/>.</summary>
public sealed class WireException : JsonException
{
    /// <summary>Says what is wrong and where.</summary>
    /// <param name="message">What is wrong, without the place.</param>
    /// <param name="offset">The byte at which the offending token starts.</param>
    /// <param name="member">The member of the object ending there that is missing, if that is the fault.</param>
    public WireException(string message, long offset, string? member = null)
        : base(message)
    {
        Offset = offset;
        Member = member;
    }

    /// <summary>The byte at which the offending token starts.</summary>
    public long Offset { get; }

    /// <summary>The missing member, if one is missing.</summary>
    public string? Member { get; }
}
