using System.Text.Json;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Http;

/// <summary>What an answer shows, before it is written.</summary>
internal abstract class ReplyContent
{
    /// <summary>Writes it as JSON.</summary>
    public abstract void Write(Utf8JsonWriter writer);
}

/// <summary>A resource that an answer shows.</summary>
internal sealed class ReplyContent<T>(IResourceRenderer renderer, World world, T resource) : ReplyContent
{
    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer) => renderer.Write(writer, world, resource);
}
