using System.Text.Json.Nodes;
using Polar.FakeServer.Identity;

namespace Polar.FakeServer.Execution;

/// <summary>A call of an operation, as the engine needs to know it to take its step.</summary>
/// <typeparam name="TReply">What it is answered with.</typeparam>
internal interface IOperationCall<TReply>
    where TReply : IOperationReply
{
    /// <summary>The operation's name.</summary>
    string Name { get; }

    /// <summary>Whether it changes nothing, and so need not wait for its turn.</summary>
    bool OnlyReads { get; }

    /// <summary>Who asks.</summary>
    Caller Caller { get; }

    /// <summary>What the operation asks of a caller's role.</summary>
    AccessRule Access { get; }

    /// <summary>The body as its schema has it.</summary>
    JsonNode? Body { get; }

    /// <summary>What the query said.</summary>
    IReadOnlyDictionary<string, List<string>> Query { get; }

    /// <summary>The version of the API that it is answered by.</summary>
    string ApiVersion { get; }

    /// <summary>Takes the step.</summary>
    TReply Answer(Transaction transaction);
}

/// <summary>What an operation is answered with, as far as it decides what becomes of the step.</summary>
internal interface IOperationReply
{
    int Status { get; }

    /// <summary>Whether the operation happened.</summary>
    bool Succeeded { get; }

    /// <summary>What happens behind the answer, though the operation did not happen.</summary>
    IJob? Aftermath { get; }
}
