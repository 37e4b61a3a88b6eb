using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Http;

/// <summary>
/// A shorter way for a body that comes in great numbers: what is as it should be is read at once, and what is not goes the usual way, where every fault
/// has its words.
/// </summary>
/// <param name="Read">Reads a body that is as it should be; null for any other.</param>
/// <param name="Handle">Takes the operation's step with what was read.</param>
internal sealed record DirectBody(Func<ReadOnlyMemory<byte>, ValidationContext, object?> Read, Func<Transaction, object, Reply> Handle);
