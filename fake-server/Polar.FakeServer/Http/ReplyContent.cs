using System.Text.Json;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Http;

/// <summary>What an answer shows, before it is written.</summary>
internal abstract class ReplyContent
{
    /// <summary>Writes it as JSON.</summary>
    public abstract void Write(Utf8JsonWriter writer);

    /// <summary>Whether it may be long, and so is sent as it is written rather than kept until its length is known.</summary>
    public virtual bool IsStreamed => false;

    /// <summary>Writes it bit by bit.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="flush">Sends what has been written so far.</param>
    public virtual async Task WriteAsync(Utf8JsonWriter writer, Func<Task> flush)
    {
        Write(writer);
        await flush().ConfigureAwait(false);
    }
}

/// <summary>A resource that an answer shows.</summary>
internal sealed class ReplyContent<T>(IResourceRenderer renderer, World world, string version, T resource) : ReplyContent
{
    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer) => renderer.Write(writer, world, version, resource);
}
