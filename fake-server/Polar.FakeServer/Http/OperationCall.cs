using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Identity;

namespace Polar.FakeServer.Http;

/// <summary>A request that has passed all checks, on its way to the operation that it is for.</summary>
/// <param name="route">The operation.</param>
/// <param name="caller">Who asks.</param>
/// <param name="request">The request.</param>
internal sealed class OperationCall(Route route, Caller caller, BoundRequest request) : IOperationCall<Reply>
{
    /// <inheritdoc/>
    public string Name => route.Id;

    /// <inheritdoc/>
    public bool OnlyReads => route is { Method: "GET", WritesOnGet: false };

    /// <inheritdoc/>
    public Caller Caller => caller;

    /// <inheritdoc/>
    public AccessRule Access => route.Access;

    /// <inheritdoc/>
    public JsonNode? Body => request.CheckedBody;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, List<string>> Query => request.Sent.Query;

    /// <inheritdoc/>
    public string ApiVersion => request.Sent.ApiVersion;

    /// <inheritdoc/>
    public Reply Answer(Transaction transaction)
    {
        var reply = route.Answer(transaction, request);
        return transaction.Refusal is { } refusal ? Reply.Of(refusal)
            : transaction.SavedAs is { } name ? reply with { Headers = [.. reply.Headers, ("Content-Disposition", Attachment.Named(name))] }
            : reply;
    }
}
